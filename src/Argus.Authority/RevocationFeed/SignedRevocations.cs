using System.Collections.Concurrent;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.RevocationFeed;

/// <summary>
/// Signs feed documents, each content once in a while however many ask for it: an answer costs strangers nothing, and must not cost the node a signature each.
/// </summary>
public sealed class SignedRevocations(TenantSigner signer, Issuers issuers, FeedFollower views, TimeProvider clock)
{
    /// <summary>How old this node's view of the log may be: who cannot see revocations must not say that there are none.</summary>
    internal static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(10);

    /// <summary>For how long a signature serves.</summary>
    private static readonly TimeSpan ServesFor = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<TenantId, SigningWindow> _windows = new();

    /// <param name="tenant">Whose revocations.</param>
    /// <param name="after">The epoch up to which the caller knows all; null: it knows nothing.</param>
    /// <returns>A delta from that epoch, without items if there is nothing new; or a snapshot.</returns>
    /// <exception cref="LogUnavailableException">This node's view is too old.</exception>
    /// <exception cref="KeyUnavailableException">Nothing can be signed.</exception>
    public Task<SignedDocument> OfAsync(TenantView tenant, long? after)
    {
        views.ThrowIfOlderThan(MaxStaleness);
        var epoch = tenant.RevocationHistory.Epoch;

        // All who are too far behind get the same snapshot, and not one each for every epoch that a stranger can think of.
        if (after is { } known && !tenant.RevocationHistory.Reaches(known))
            after = null;
        while (true)
        {
            var window = _windows.GetOrAdd(tenant.Id, static (_, now) => new SigningWindow(now), clock.GetTimestamp());
            if (clock.GetElapsedTime(window.OpenedAt) < ServesFor)
                return window.FindOrSign(after, epoch, from => SignAsync(tenant, from));
            _windows.TryUpdate(tenant.Id, new SigningWindow(clock.GetTimestamp()), window);
        }
    }

    private async Task<SignedDocument> SignAsync(TenantView tenant, long? after)
    {
        // The moment up to which the view is whole, and only then what it shows: a resource server's bound is to hold from end to end.
        var iat = (clock.GetUtcNow() - views.Age).ToUnixTimeSeconds();
        var key = await signer.ActiveKeyAsync(tenant).ConfigureAwait(false);
        var (from, epoch, items) = Content(tenant.RevocationHistory, after);
        var payload = RevocationJson.Write(issuers.Of(tenant), iat, from, epoch, items);
        var jws = await key.SignAsync(UnsignedJws.Create(key.RevocationsHeader, payload.Span, key.SignatureLength)).ConfigureAwait(false);
        return new SignedDocument(jws, epoch);
    }

    private static (long? From, long Epoch, IReadOnlyCollection<RevocationItem> Items) Content(RevocationHistory history, long? after)
    {
        if (after is { } known && history.Since(known) is { } delta)
            return (known, delta.Epoch, [.. delta.Entries.SelectMany(entry => entry.Items)]);
        var (epoch, items) = history.Snapshot();
        return (null, epoch, items);
    }
}

/// <summary>A feed document.</summary>
/// <param name="Jws">ASCII of the compact serialization.</param>
/// <param name="Epoch">The epoch that it leads to.</param>
public sealed record SignedDocument(ReadOnlyMemory<byte> Jws, long Epoch);
