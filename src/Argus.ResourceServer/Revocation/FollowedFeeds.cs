using System.Collections.Concurrent;
using Argus.ResourceServer.Telemetry;

namespace Argus.ResourceServer.Revocation;

/// <summary>Follows the revocation feed of each configured issuer.</summary>
internal sealed class FollowedFeeds : IRevocationViews
{
    private readonly Observer _log;
    private readonly ConcurrentBag<FollowedFeed> _feeds = [];

    public FollowedFeeds(Observer log)
    {
        _log = log;
        log.Meter.ObserveAges(
            "argus.rs.revocations.age", "Time since nothing was missing in what is known of the issuer's revocations.", () => _feeds.Select(feed => (feed.Issuer, feed.State.Age)));
        log.Meter.ObserveNumbers("argus.rs.revocations.epoch", "{epoch}", "The epoch that is known.", () => _feeds.Select(feed => (feed.Issuer, feed.State.Epoch)));
        log.Meter.ObserveNumbers("argus.rs.revocations.items", "{item}", "Revocations that are remembered.", () => _feeds.Select(feed => (feed.Issuer, (long)feed.State.Count)));
    }

    public IRevocationView Of(RevocationSource source)
    {
        var feed = new FollowedFeed(source, source.Options.TimeProvider ?? TimeProvider.System, _log);
        _feeds.Add(feed);
        return feed;
    }
}
