namespace Argus.ResourceServer.Keys;

/// <summary>
/// Decides when a kid that nobody knows is worth a look at the issuer: at most one look in 30 s, whoever asks, and none for a kid that was looked for in vain
/// within 5 minutes. A flood of made-up kids costs the issuer two requests a minute.
/// </summary>
internal sealed class UnknownKids(TimeProvider clock)
{
    private const int MostRemembered = 1024;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _inVain = new(StringComparer.Ordinal);
    private long? _lastLook;

    /// <summary>Whether to look now; then the look counts as begun.</summary>
    public bool TryBegin(string kid)
    {
        lock (_gate)
        {
            if (_lastLook is { } last && clock.GetElapsedTime(last) < BetweenLooks) return false;
            if (_inVain.TryGetValue(kid, out var since) && clock.GetElapsedTime(since) < RememberedFor) return false;
            _lastLook = clock.GetTimestamp();
            return true;
        }
    }

    public void WasInVain(string kid)
    {
        lock (_gate)
        {
            // Forgotten all at once: the worst that follows is the one look in 30 s.
            if (_inVain.Count >= MostRemembered) _inVain.Clear();
            _inVain[kid] = clock.GetTimestamp();
        }
    }
}
