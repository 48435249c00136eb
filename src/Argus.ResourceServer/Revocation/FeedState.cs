namespace Argus.ResourceServer.Revocation;

/// <summary>
/// What is known of an issuer's revocations, and whether that can be relied on. A snapshot begins it, deltas carry it on, each from exactly where it stands. When
/// something is known to be missing, or to contradict what was known, nobody is told anything until a document puts it right. One thread takes; requests ask.
/// </summary>
internal sealed class FeedState(TimeProvider clock)
{
    /// <summary>Seconds.</summary>
    private const int ForgetInterval = 60;

    private volatile Known? _known;
    private volatile bool _isBroken;
    private long _forgotAt;

    /// <summary>The last epoch that is known; null while a snapshot is wanted.</summary>
    public long? After => _isBroken ? null : _known?.Epoch;

    public long Epoch => _known?.Epoch ?? 0;

    public int Count => _known?.Revoked.Count ?? 0;

    /// <summary>How long ago nothing was missing; null if that was never so.</summary>
    public TimeSpan? Age => _known is { } known ? clock.GetElapsedTime(known.FreshAt) : null;

    /// <summary>What is revoked; null if nobody knows.</summary>
    /// <param name="maxStaleness">The greatest age that will do.</param>
    public RevokedSet? Current(TimeSpan maxStaleness) =>
        _known is { } known && !_isBroken && clock.GetElapsedTime(known.FreshAt) <= maxStaleness ? known.Revoked : null;

    /// <param name="document">Verified.</param>
    /// <param name="askedAt">A timestamp of the moment before it was asked for: it may have been on its way since.</param>
    public FeedFault Take(FeedDocument document, long askedAt)
    {
        var known = _known;
        var fault = FeedFault.None;
        if (document.Epoch < known?.Epoch) fault = FeedFault.RolledBack;
        else if (!document.IsSnapshot && document.From != known?.Epoch) fault = FeedFault.Gap;
        if (fault != FeedFault.None)
        {
            _isBroken = true;
            return fault;
        }

        var freshAt = FreshAt(document.IssuedAt, askedAt);
        var revoked = document.IsSnapshot ? new RevokedSet() : known!.Revoked;
        revoked.Apply(document.Items);
        Forget(revoked, document.IssuedAt);
        _known = new Known(revoked, document.Epoch, known is null ? freshAt : Math.Max(known.FreshAt, freshAt));
        _isBroken = false;
        return FeedFault.None;
    }

    /// <summary>Something came in the issuer's name that is not the issuer's.</summary>
    public void Distrust() => _isBroken = true;

    private void Forget(RevokedSet revoked, long issuedAt)
    {
        if (issuedAt - _forgotAt < ForgetInterval) return;
        _forgotAt = issuedAt;
        revoked.Forget(issuedAt);
    }

    /// <summary>By the wall clocks since it was signed, by this machine's own clock since it was asked for: whichever is longer.</summary>
    private long FreshAt(long issuedAt, long askedAt)
    {
        var signedAgo = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(issuedAt);
        var signedAt = clock.GetTimestamp() - (long)(signedAgo.TotalSeconds * clock.TimestampFrequency);
        return Math.Min(askedAt, signedAt);
    }

    /// <param name="Revoked">Replaced by every snapshot.</param>
    /// <param name="Epoch">As of which.</param>
    /// <param name="FreshAt">A timestamp: nothing was missing then.</param>
    private sealed record Known(RevokedSet Revoked, long Epoch, long FreshAt);
}
