using Argus.Log.Merkle;

namespace Argus.Log;

/// <summary>A tenant's log at its growing end, held under its lock: gives out positions, completes entries and grows the tree over them.</summary>
public sealed class LogGrowth(string tenant, Frontier frontier, DateTimeOffset lastTime)
{
    public string Tenant => tenant;

    public Frontier Frontier => frontier;

    /// <summary>The next position.</summary>
    public long Size => frontier.Size;

    /// <summary>The commit time of the last entry. Never runs back, even when the store's clock does.</summary>
    public DateTimeOffset LastTime { get; private set; } = lastTime;

    /// <summary>Takes a batch's time, to the microsecond that the entries can carry; all until the next call carry it.</summary>
    public DateTimeOffset Advance(DateTimeOffset now)
    {
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        if (now > LastTime)
            LastTime = now;
        return LastTime;
    }

    /// <summary>Puts the entry at the next position.</summary>
    public Grown Add(NewEntry entry, string stream, long streamVersion, long? feed)
    {
        var position = frontier.Size;
        var bytes = Envelope.Compose(entry, tenant, position, stream, streamVersion, LastTime);
        Span<byte> leafHash = stackalloc byte[MerkleHash.Size];
        MerkleHash.Leaf(bytes, leafHash);
        frontier.Append(leafHash);
        return new Grown(new LogEntry(tenant, position, streamVersion, feed, bytes), bytes);
    }

    /// <summary>An entry with its bytes.</summary>
    public readonly record struct Grown(LogEntry Entry, byte[] Bytes);
}
