using System.Security.Cryptography;

namespace Argus.Authority.Federation;

/// <summary>How this node fares with a peer's document.</summary>
internal sealed class PeerWatch(string jwksUri)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskingInterval = TimeSpan.FromSeconds(30);

    private int _failures;
    private TimeSpan _wait;
    private long _readAt;
    private long? _askedAt;

    public string JwksUri => jwksUri;

    /// <summary>The reading under way, or the last one.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    public PeerFetching State { get; private set; } = new(null, null);

    public bool IsDue(TimeProvider clock) => Running.IsCompleted && clock.GetElapsedTime(_readAt) >= _wait;

    /// <summary>Whether the document may be read once more because a token names an unknown key.</summary>
    public bool TryAsk(TimeProvider clock)
    {
        if (_askedAt is { } asked && clock.GetElapsedTime(asked) < AskingInterval)
            return false;
        _askedAt = clock.GetTimestamp();
        return true;
    }

    /// <summary>Until a reading ends well, another waits as after a failure.</summary>
    public void Begin(TimeProvider clock)
    {
        _readAt = clock.GetTimestamp();
        _wait = Spread(TimeSpan.FromSeconds(Math.Min(FirstRetry.TotalSeconds * Math.Pow(2, Math.Min(_failures, 16)), Usual.TotalSeconds)), percent: 50);
        _failures++;
    }

    /// <returns>Whether it fares otherwise than before.</returns>
    public bool End(PeerReading reading, TimeProvider clock)
    {
        var isOther = State.Fault != reading.Fault;
        State = new PeerFetching(reading.Fault is null ? clock.GetUtcNow() : State.LastFetched, reading.Fault);
        if (reading.Fault is not null)
            return isOther;
        _failures = 0;
        var kept = reading.MaxAge ?? Usual;
        _wait = Spread(kept < Shortest ? Shortest : kept > Longest ? Longest : kept, percent: 10);
        return isOther;
    }

    /// <summary>So that many nodes and many peers do not all go at once. Never longer than it may be kept, but for the shortest time.</summary>
    private static TimeSpan Spread(TimeSpan wait, int percent)
    {
        var spread = wait * ((1_000 - RandomNumberGenerator.GetInt32(10 * percent + 1)) / 1_000.0);
        return wait == Shortest ? wait : spread;
    }
}
