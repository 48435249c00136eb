using System.Collections.Frozen;
using Argus.Jose;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Telemetry;

namespace Argus.ResourceServer.Trust;

/// <summary>
/// The trust bundle of an anchor, fetched in the background. Only one that the anchor has signed, of this moment and not older than the one before, takes its
/// place; one that has expired makes its peers unknown.
/// </summary>
internal sealed class BundleCache(Uri address, TrustedIssuer anchor, DocumentFetcher fetcher, TimeProvider clock, Observer log) : IKeptCurrent
{
    /// <summary>RFC 6838: as the tokens' <c>typ</c>.</summary>
    public const string MediaType = "application/" + TokenType.TrustBundle;

    private static readonly string[] MediaTypes = [MediaType];

    // Some thousand peers with a few keys each: no peer can crowd out the others with many or large keys.
    private static readonly FetchLimits Limits = new(4 * 1024 * 1024, TimeSpan.FromSeconds(5));

    // Bundles that stay good for longer than this would make distrust too slow.
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);

    private readonly TokenRules _rules = anchor.Rules with
    {
        Typ = TokenType.TrustBundle,
        Audience = null,
        MaxLifetime = MaxLifetime,
        MaxLength = Limits.Length,
        Required = RequiredClaims.IssuedAt,
    };

    private volatile TrustBundle? _current;
    private long _heardAt;
    private string? _entityTag;
    private byte[] _digest = [];

    /// <summary>Null while nobody knows the peers: none was ever had, or it has expired.</summary>
    public TrustBundle? Current => _current is { } bundle && clock.GetUtcNow() - _rules.ClockSkew < bundle.ExpiresAt ? bundle : null;

    public string Anchor => anchor.Name;

    /// <summary>Time since the anchor was last heard to say that this is its bundle; null if never.</summary>
    public TimeSpan? Age => _current is null ? null : clock.GetElapsedTime(Volatile.Read(ref _heardAt));

    public async Task KeepAsync(CancellationToken stop)
    {
        var failures = 0;
        try
        {
            while (true)
            {
                var maxAge = await RefreshAsync(stop).ConfigureAwait(false);
                failures = maxAge is null ? failures + 1 : 0;
                await Task.Delay(maxAge is { } fresh ? Pace.AfterSuccess(fresh) : Pace.AfterFailure(failures), clock, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The API stops.
        }
    }

    /// <returns>How long it is fresh; null if it could not be refreshed.</returns>
    public async Task<TimeSpan?> RefreshAsync(CancellationToken stop)
    {
        var document = await fetcher.GetAsync(address, MediaTypes, _entityTag, stop, Limits).ConfigureAwait(false);
        var fault = document.Outcome switch
        {
            FetchOutcome.Failed => document.Fault,
            FetchOutcome.Unchanged => null,
            _ => await TakeAsync(document.Bytes, stop).ConfigureAwait(false),
        };
        _entityTag = fault is null ? document.EntityTag : null;
        if (fault is not null)
        {
            log.BundleNotRefreshed(Anchor, fault, Age);
            return null;
        }

        Volatile.Write(ref _heardAt, clock.GetTimestamp());
        log.BundleRefreshed(Anchor, _current!.Peers.Count);
        return Pace.FreshFor(document.MaxAge);
    }

    private async Task<string?> TakeAsync(ReadOnlyMemory<byte> compact, CancellationToken stop)
    {
        string? missing = null;
        VerificationKey? Find(string kid) => anchor.Keys.Find(missing = kid);

        var fault = JwtValidator.Validate(compact.Span, _rules, Find, clock.GetUtcNow(), out var verified);
        if (fault == TokenFault.UnknownKey && await anchor.Keys.LookAgainAsync(missing!, stop).ConfigureAwait(false))
            fault = JwtValidator.Validate(compact.Span, _rules, Find, clock.GetUtcNow(), out verified);
        if (verified is null) return fault == TokenFault.UnknownKey ? "unknown_key" : "not_verified";
        if (_current is { } before && verified.IssuedAt < before.IssuedAt) return "rolled_back";

        // The same peers keep their objects, so that what was verified with them stays recognised.
        if (_current is not null && _digest.AsSpan().SequenceEqual(verified.Digest)) return null;
        if (BundleReader.Read(Anchor, verified.Payload) is not { } peers) return "bad_bundle";
        _digest = verified.Digest;
        _current = new TrustBundle(
            verified.IssuedAt,
            DateTimeOffset.FromUnixTimeSeconds(verified.ExpiresAt),
            peers.GroupBy(peer => peer.Issuer, StringComparer.Ordinal).Where(each => each.Key != Anchor && each.Count() == 1)
                .ToFrozenDictionary(each => each.Key, each => Trusted(each.Single()), StringComparer.Ordinal));
        return null;
    }

    private TrustedIssuer Trusted(BundledPeer peer)
    {
        var lifetime = peer.Terms.MaxLifetime is { } bound && bound < anchor.Rules.MaxLifetime ? bound : anchor.Rules.MaxLifetime;
        return new TrustedIssuer(anchor.Rules with { Issuer = peer.Issuer, MaxLifetime = lifetime }, new BundledKeys(peer.Keys), anchor.Revocations, peer.Terms);
    }
}
