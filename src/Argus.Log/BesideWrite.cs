namespace Argus.Log;

/// <summary>
/// A small value that is kept beside the log for a while, for what must not stand in it. It is written in the very transaction of the append that carries it.
/// </summary>
/// <param name="Key">Whose value it is within the tenant: 1 to 128 visible ASCII characters. A new value takes the place of the old one.</param>
/// <param name="Value">At most 4,096 bytes, which the log does not look into. Empty: the key has no value any more.</param>
/// <param name="KeepFor">How long it can be read, from the append's commit time on; at most 400 days.</param>
public sealed record BesideWrite(string Key, ReadOnlyMemory<byte> Value, TimeSpan KeepFor)
{
    public const int MaxKeyLength = 128;

    public const int MaxValueBytes = 4_096;

    private static readonly TimeSpan LongestKept = TimeSpan.FromDays(400);

    /// <summary>Refuses what could not be written, before it joins a batch with others.</summary>
    internal static void Check(IReadOnlyList<BesideWrite> writes)
    {
        foreach (var write in writes)
            write.Check();
        if (writes.Count > 1 && writes.DistinctBy(write => write.Key, StringComparer.Ordinal).Count() != writes.Count)
            throw new ArgumentException("A key stands twice beside one append: one of its values would be lost.");
    }

    // The message does not hold the key: what it is made of is the caller's, and may be secret.
    private void Check()
    {
        if (Key.Length is 0 or > MaxKeyLength || Key.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            throw new ArgumentException($"A key beside the log is 1 to {MaxKeyLength} visible ASCII characters.");
        if (Value.Length > MaxValueBytes)
            throw new ArgumentException($"A value of {Value.Length} bytes is too large to be kept beside the log: {MaxValueBytes} bytes at most.");
        if (KeepFor < TimeSpan.Zero || KeepFor > LongestKept)
            throw new ArgumentException($"A value beside the log cannot be kept for {KeepFor}.");
    }
}
