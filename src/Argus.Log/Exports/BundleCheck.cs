using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Log.Exports;

/// <summary>Checks one bundle after another: the hash of each entry, and what the log itself wrote into it. Nothing is allocated for an entry that is right.</summary>
internal sealed class BundleCheck(string tenant, GrowingTree tree, KeyEvents keys)
{
    /// <summary>One more than there may be, so that it is seen.</summary>
    private readonly byte[] _hashes = new byte[(TilePath.FullWidth + 1) * MerkleHash.Size];

    private readonly byte[] _tenant = Encoding.UTF8.GetBytes(tenant);
    private readonly byte[] _lastTime = new byte[32];
    private int _lastTimeLength;

    /// <summary>The leaf hashes of the bundle that was checked last, as its entries give them.</summary>
    public ReadOnlySpan<byte> Hashes => _hashes.AsSpan(0, Count * MerkleHash.Size);

    private int Count { get; set; }

    /// <summary>Null if every entry has the hash that the tile gives it, and an envelope that fits its place.</summary>
    /// <param name="rootIs">Whether the tree's root is right with these leaf hashes at its end: asked of the last bundle, where no hash stands above.</param>
    public Divergence? Check(ReadBundle bundle, Func<ReadOnlyMemory<byte>, bool> rootIs)
    {
        if (bundle.Fault is not null)
            return bundle.Fault;
        var expected = bundle.Hashes.AsMemory(0, bundle.Tile.Width * MerkleHash.Size);
        var (envelope, position) = (default(Divergence), bundle.Tile.FirstLeaf);
        var rest = bundle.Bytes.AsSpan(0, bundle.Length);
        for (Count = 0; !rest.IsEmpty && Count <= bundle.Tile.Width; Count++, position++)
        {
            if (rest.Length < sizeof(ushort) || rest.Length - sizeof(ushort) < BinaryPrimitives.ReadUInt16BigEndian(rest))
            {
                return expected.Span.StartsWith(Hashes)
                    ? envelope ?? new Divergence(Divergences.Truncated, position, bundle.Tile.ToString(), "an entry", "the file's end")
                    : First(envelope, Difference(bundle, expected, rootIs));
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            // A leaf is hashed behind a zero byte (RFC 6962 §2.1), which takes the place of the length's second byte here: nothing is copied.
            rest[1] = 0x00;
            SHA256.HashData(rest.Slice(1, 1 + length), _hashes.AsSpan(Count * MerkleHash.Size, MerkleHash.Size));
            envelope ??= Envelope(rest.Slice(sizeof(ushort), length), position, bundle.Tile);
            rest = rest[(sizeof(ushort) + length)..];
        }

        return Hashes.SequenceEqual(expected.Span) ? envelope : First(envelope, Difference(bundle, expected, rootIs));
    }

    private static Divergence? First(Divergence? envelope, Divergence? hash) => hash is null || envelope?.Position < hash.Position ? envelope : hash;

    private Divergence? Envelope(ReadOnlySpan<byte> entry, long position, TilePath tile)
    {
        if (!EnvelopeTail.TryRead(entry, out var tail))
            return new Divergence(Divergences.NotAnEntry, position, tile.ToString(), "an entry that ends as the log writes it", "something else");
        if (tail.Position != position)
        {
            return new Divergence(
                tail.Position > position ? Divergences.EntryMissing : Divergences.EntriesReordered, position, tile.ToString(), Text(position), Text(tail.Position));
        }

        if (!tail.Tenant.SequenceEqual(_tenant))
            return new Divergence(Divergences.OtherTenant, position, tile.ToString(), tenant, Encoding.UTF8.GetString(tail.Tenant));
        var last = _lastTime.AsSpan(0, _lastTimeLength);
        if (tail.Time.SequenceCompareTo(last) < 0)
            return new Divergence(Divergences.TimeRunsBack, position, tile.ToString(), "not before " + Encoding.UTF8.GetString(last), Encoding.UTF8.GetString(tail.Time));
        tail.Time.CopyTo(_lastTime);
        _lastTimeLength = tail.Time.Length;
        return tail.Stream.SequenceEqual(KeyEvents.Stream) ? keys.Take(entry, position, tile) : null;
    }

    /// <summary>Where the entries and the hashes above them part, and what became of the entry there.</summary>
    private Divergence? Difference(ReadBundle bundle, ReadOnlyMemory<byte> expected, Func<ReadOnlyMemory<byte>, bool> rootIs)
    {
        var found = Hashes;
        var tile = expected.Span;
        var at = found.CommonPrefixLength(tile) / MerkleHash.Size;
        var (mine, theirs) = (Count - at, bundle.Tile.Width - at);
        if (mine == 0 && theirs == 0)
            return null;
        if (mine == theirs && IsRight(bundle.Tile, rootIs))
            return Of(Divergences.TileDiffers, (bundle.Tile with { Level = 0 }).ToString());
        if (mine == 0 || (IsOfALater(found, tile, at) && !Swapped(found, tile, at) && !IsNext(found, tile, at)))
            return Of(Divergences.EntryMissing, bundle.Tile.ToString());
        if (theirs == 0 || (IsNext(found, tile, at) && !Swapped(found, tile, at)))
            return Of(Divergences.EntryInserted, bundle.Tile.ToString());
        return Of(Swapped(found, tile, at) ? Divergences.EntriesReordered : Divergences.EntryChanged, bundle.Tile.ToString());

        Divergence Of(string name, string file) => new(
            name, bundle.Tile.FirstLeaf + at, file, Base64(expected.Span, at), Base64(Hashes, at));
    }

    /// <summary>Whether the entry here is one that belongs further on: then those between are missing.</summary>
    private static bool IsOfALater(ReadOnlySpan<byte> found, ReadOnlySpan<byte> tile, int at)
    {
        for (var other = at + 1; other < tile.Length / MerkleHash.Size; other++)
        {
            if (HashAt(tile, other).SequenceEqual(HashAt(found, at)))
                return true;
        }

        return false;
    }

    /// <summary>Whether the entry that belongs here comes next.</summary>
    private static bool IsNext(ReadOnlySpan<byte> found, ReadOnlySpan<byte> tile, int at) =>
        at + 1 < found.Length / MerkleHash.Size && HashAt(found, at + 1).SequenceEqual(HashAt(tile, at));

    /// <summary>Whether the entry here stands further on by rights, and the one there here.</summary>
    private static bool Swapped(ReadOnlySpan<byte> found, ReadOnlySpan<byte> tile, int at)
    {
        for (var other = at + 1; other < Math.Min(found.Length, tile.Length) / MerkleHash.Size; other++)
        {
            if (HashAt(tile, other).SequenceEqual(HashAt(found, at)) && HashAt(tile, at).SequenceEqual(HashAt(found, other)))
                return true;
        }

        return false;
    }

    /// <summary>Whether what stands above agrees with the entries: then it is the tile that was changed.</summary>
    private bool IsRight(TilePath tile, Func<ReadOnlyMemory<byte>, bool> rootIs) => tile.IsFull
        ? tree.HashOver(tile) is { } above && above.AsSpan().SequenceEqual(TreeReader.Merge(Hashes))
        : rootIs(_hashes.AsMemory(0, Count * MerkleHash.Size));

    private static ReadOnlySpan<byte> HashAt(ReadOnlySpan<byte> hashes, int index) => hashes.Slice(index * MerkleHash.Size, MerkleHash.Size);

    private static string Base64(ReadOnlySpan<byte> hashes, int index) =>
        index < hashes.Length / MerkleHash.Size ? Convert.ToBase64String(HashAt(hashes, index)) : "nothing";

    private static string Text(long position) => $"position {position.ToString(CultureInfo.InvariantCulture)}";
}
