using Argus.Domain.Kernel;

namespace Argus.Domain.LogKeys;

/// <summary>What may happen to the keys of a log. Every decision leaves exactly one that signs.</summary>
public static class LogKeysDecider
{
    private const int LeastBits = 2048;

    /// <summary>Takes the log's first key into use, and gives the log its name for good. A log that has a key stays as it is.</summary>
    public static Decision<ILogKeyEvent> Begin(LogKeysState state, NewLogKey key, string origin, DateTimeOffset now)
    {
        if (!state.Keys.IsEmpty)
            return Array.Empty<ILogKeyEvent>();
        return Unfit(key) is { } refusal ? refusal : (ILogKeyEvent[])[Activated(state, key, origin, now)];
    }

    /// <summary>
    /// Hands over to a fresh key. It is activated first and the other retired behind it, in one append: a log of any size has a key that is good for it.
    /// </summary>
    public static Decision<ILogKeyEvent> Rotate(LogKeysState state, NewLogKey key, DateTimeOffset now)
    {
        if (state.Active is not { } active)
            return new Refusal("log_key_missing", "The log has no key yet");
        if (active.Key.Kid == key.Kid)
            return Array.Empty<ILogKeyEvent>();
        if (state.Find(key.Kid) is not null)
            return new Refusal("key_known", $"The key {key.Kid} was a key of this log already");
        if (Unfit(key) is { } refusal)
            return refusal;
        var activated = Activated(state, key, active.Key.Origin, now);
        return (ILogKeyEvent[])[activated, new LogKeyRetired(activated.At, active.Key.Kid)];
    }

    private static LogKeyActivated Activated(LogKeysState state, NewLogKey key, string origin, DateTimeOffset now) =>
        new(Math.Max(state.LatestAt, now.ToUnixTimeSeconds()), key.Bits, key.Custody, key.Ed25519, key.Kid, key.N, origin);

    private static Refusal? Unfit(NewLogKey key) =>
        key.Bits < LeastBits ? new Refusal("key_too_small", $"{key.Bits} bits; keys of logs have {LeastBits} or more") : null;
}

/// <summary>A key whose private half is in custody, on its way to a log.</summary>
/// <param name="Kid">RFC 7638 thumbprint.</param>
/// <param name="N">The modulus, base64url.</param>
/// <param name="Bits">Its size.</param>
/// <param name="Custody">The custody provider.</param>
/// <param name="Ed25519">The public key of its Ed25519 line, base64url; null for none.</param>
public readonly record struct NewLogKey(Kid Kid, string N, int Bits, string Custody, string? Ed25519);
