using System.Globalization;
using System.Security.Cryptography;
using Argus.Log;
using Argus.Log.Checkpoints;
using Argus.Log.Exports;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Contract;

/// <summary>Writes a correct export of any entries, with real signatures, and without the product's own tiles.</summary>
internal sealed class ExportWriter(string directory, string tenant, TestLogKeys keys)
{
    private readonly List<byte[]>[] _levels = [.. Enumerable.Range(0, TilePath.HighestLevel + 1).Select(_ => new List<byte[]>())];
    private readonly long[] _tiles = new long[TilePath.HighestLevel + 1];
    private readonly List<ReadOnlyMemory<byte>> _bundle = [];
    private readonly Frontier _frontier = new();

    /// <summary>Checkpoints of these sizes are written into <c>checkpoints/</c>.</summary>
    public IReadOnlySet<long> Earlier { get; init; } = new HashSet<long>();

    /// <summary>Who cosign the last one.</summary>
    public IReadOnlyList<WitnessSigner> Witnesses { get; init; } = [];

    public DateTimeOffset At { get; init; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<ExportedProjection> Projections { get; init; } = [];

    /// <summary>The first entries of a tenant's log.</summary>
    public static async Task WriteAsync(ExportWriter writer, IEventLog log, long size, CancellationToken cancellation)
    {
        await foreach (var entry in log.ReadAsync(writer.Tenant, 0, cancellation))
        {
            if (entry.Position < size)
                writer.Add(entry.Bytes);
        }

        writer.Finish();
    }

    public string Tenant => tenant;

    public void Add(ReadOnlyMemory<byte> entry)
    {
        var hash = new byte[MerkleHash.Size];
        MerkleHash.Leaf(entry.Span, hash);
        _frontier.Append(hash);
        _bundle.Add(entry);
        if (_bundle.Count == TilePath.FullWidth)
            WriteBundle();
        Add(0, hash);
        if (Earlier.Contains(_frontier.Size))
            Write($"{ExportDirectory.Checkpoints}/{_frontier.Size.ToString(CultureInfo.InvariantCulture)}", Signed().ToBytes());
    }

    public ExportWriter With(IEnumerable<byte[]> entries)
    {
        foreach (var entry in entries)
            Add(entry);
        return this;
    }

    /// <summary>What is left at the right edge, and the documents.</summary>
    public void Finish()
    {
        if (_bundle.Count > 0)
            WriteBundle();
        for (var level = 0; level < _levels.Length; level++)
        {
            if (_levels[level].Count > 0)
                WriteTile(level);
        }

        var note = Witnesses.Aggregate(Signed(), (note, witness) => note.With(witness.Cosign(note.Text, At)));
        Write(ExportDirectory.KeysFile, keys.History.ToJson());
        Write(ExportDirectory.CheckpointFile, note.ToBytes());
        Write(ExportDirectory.ManifestFile, new ExportManifest(
            tenant, keys.Origin, "https://" + keys.Origin, _frontier.Size, _frontier.Root(), At, _frontier.Size, _frontier.Root(), Projections).ToJson());
    }

    private SignedNote Signed() => keys.Sign(new Checkpoint(keys.Origin, _frontier.Size, _frontier.Root()), At);

    private void Add(int level, byte[] hash)
    {
        var hashes = _levels[level];
        hashes.Add(hash);
        if (hashes.Count < TilePath.FullWidth)
            return;
        var merged = hashes.ToArray();
        WriteTile(level);
        while (merged.Length > 1)
            merged = [.. merged.Chunk(2).Select(pair => SHA256.HashData([0x01, .. pair[0], .. pair[1]]))];
        Add(level + 1, merged[0]);
    }

    private void WriteTile(int level)
    {
        Write(new TilePath(level, _tiles[level]++, _levels[level].Count).ToString(), [.. _levels[level].SelectMany(hash => hash)]);
        _levels[level].Clear();
    }

    private void WriteBundle()
    {
        Write(new TilePath(TilePath.Entries, (_frontier.Size - 1) / TilePath.FullWidth, _bundle.Count).ToString(), EntryBundle.Write(_bundle));
        _bundle.Clear();
    }

    private void Write(string name, byte[] content)
    {
        var path = Path.Combine(directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
