using System.Globalization;

namespace Argus.Log.Tiles;

/// <summary>
/// Where a tile of a log lies (C2SP tlog-tiles): <c>tile/{level}/{index}</c> for hashes, <c>tile/entries/{index}</c> for entries, with <c>.p/{width}</c> behind
/// a tile that is not full. The index is written in groups of three digits, all but the last with an <c>x</c> in front: 1234067 is <c>x001/x234/067</c>.
/// </summary>
/// <param name="Level">0 for leaf hashes, 1 for the roots of full level 0 tiles and so on; <see cref="Entries"/> for the entries themselves.</param>
/// <param name="Index">Which of its level, from 0.</param>
/// <param name="Width">Hashes or entries in it, 1 to <see cref="FullWidth"/>.</param>
public readonly record struct TilePath(int Level, long Index, int Width)
{
    /// <summary>Hashes, or entries, in a full tile.</summary>
    public const int FullWidth = 256;

    /// <summary>The binary logarithm of that.</summary>
    public const int Height = 8;

    /// <summary>Stands for entry bundles.</summary>
    public const int Entries = -1;

    /// <summary>No 63-bit size has a level above this one.</summary>
    public const int HighestLevel = 7;

    public bool IsFull => Width == FullWidth;

    /// <summary>The first leaf under the tile.</summary>
    public long FirstLeaf => Index << (Height * (Math.Max(Level, 0) + 1));

    /// <summary>How many hashes a level has in a tree of a size: complete subtrees of 256^level leaves.</summary>
    public static long CountAt(int level, long size) => size >> (Height * Math.Max(level, 0));

    /// <summary>The tile of a level that holds its hash (or entry) number <paramref name="hash"/> in a tree of a size.</summary>
    public static TilePath Holding(int level, long hash, long size)
    {
        var index = hash / FullWidth;
        return new TilePath(level, index, (int)Math.Min(FullWidth, CountAt(level, size) - index * FullWidth));
    }

    /// <summary>All tiles of a tree of a size: entry bundles first, then the levels upwards.</summary>
    public static IEnumerable<TilePath> All(long size)
    {
        for (var level = Entries; level <= HighestLevel && CountAt(level, size) > 0; level++)
        {
            for (var index = 0L; index * FullWidth < CountAt(level, size); index++)
                yield return Holding(level, index * FullWidth, size);
        }
    }

    /// <summary>Strict: one tile has one path.</summary>
    public static bool TryParse(string path, out TilePath tile)
    {
        tile = default;
        var parts = path.Split('/');
        if (parts.Length < 3 || parts[0] != "tile")
            return false;
        var width = FullWidth;
        var last = parts.Length - 1;
        if (parts[last - 1].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!Number(parts[last], out width) || width is 0 or >= FullWidth)
                return false;
            parts[last - 1] = parts[last - 1][..^2];
            last--;
        }

        int level;
        if (parts[1] == "entries")
            level = Entries;
        else if (!Number(parts[1], out level) || level > HighestLevel)
            return false;
        var index = 0L;
        for (var i = 2; i <= last; i++)
        {
            var group = parts[i];
            if (i < last && (group.Length != 4 || group[0] != 'x'))
                return false;
            group = i < last ? group[1..] : group;
            if (group.Length != 3 || !group.All(char.IsAsciiDigit) || index > long.MaxValue / (FullWidth * 1000L))
                return false;
            index = index * 1000 + int.Parse(group, CultureInfo.InvariantCulture);
        }

        tile = new TilePath(level, index, width);
        return tile.ToString() == path;
    }

    public override string ToString()
    {
        var groups = $"{Index % 1000:000}";
        for (var rest = Index / 1000; rest > 0; rest /= 1000)
            groups = $"x{rest % 1000:000}/{groups}";
        var level = Level == Entries ? "entries" : Level.ToString(CultureInfo.InvariantCulture);
        return IsFull ? $"tile/{level}/{groups}" : $"tile/{level}/{groups}.p/{Width.ToString(CultureInfo.InvariantCulture)}";
    }

    private static bool Number(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value.ToString(CultureInfo.InvariantCulture) == text;
}
