using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Telemetry;

namespace Argus.ResourceServer.Revocation;

/// <summary>An issuer's revocations, followed in the background. Answers only from a view that is whole and not too old.</summary>
internal sealed class FollowedFeed(RevocationSource source, TimeProvider clock, Observer log) : IRevocationView, IKeptCurrent
{
    private readonly FeedClient _client = new(source.Issuer, source.Documents);
    private readonly FeedReader _reader = new(source.Issuer, source.Keys, source.Options.ClockTolerance, clock);
    private readonly FeedPace _pace = new(source.MaxStaleness);

    public string Issuer => source.Issuer;

    public FeedState State { get; } = new(clock);

    public RevocationAnswer Ask(AccessToken token)
    {
        if (State.Current(source.MaxStaleness) is not { } revoked) return RevocationAnswer.Unknown;
        return RevocationRules.Reach(revoked, source.Issuer, token) ? RevocationAnswer.Revoked : RevocationAnswer.NotRevoked;
    }

    public async Task KeepAsync(CancellationToken stop)
    {
        var failures = 0;
        try
        {
            while (true)
            {
                // After a failure the first answer is not held back: it says as soon as can be that all is well again.
                var wait = failures == 0 ? _pace.Wait : 0;
                var askedAt = clock.GetTimestamp();
                var isNews = await PollAsync(wait, stop).ConfigureAwait(false);
                failures = isNews is null ? failures + 1 : 0;
                var pause = isNews is { } news ? _pace.AfterAnswer(clock.GetElapsedTime(askedAt), wait, news) : _pace.AfterFailure(failures);
                await Task.Delay(pause, clock, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The API stops.
        }
    }

    /// <summary>Asks once, and takes the answer.</summary>
    /// <returns>Whether there was something new; null if there was no answer that could be taken.</returns>
    internal async Task<bool?> PollAsync(int wait, CancellationToken stop)
    {
        var after = State.After;
        var askedAt = clock.GetTimestamp();
        var fetched = await _client.GetAsync(after, wait, stop).ConfigureAwait(false);
        if (fetched.Outcome != FetchOutcome.Sent)
        {
            Failed(after, fetched.Fault);
            return null;
        }

        var (document, fault) = await _reader.ReadAsync(fetched.Bytes, stop).ConfigureAwait(false);
        if (document is not null)
            fault = State.Take(document, askedAt);
        else if (fault == FeedFault.NotVerified)
            State.Distrust();
        if (fault != FeedFault.None)
        {
            Failed(after, WordFor(fault));
            return null;
        }

        log.RevocationsRefreshed(Issuer, document!);
        return document!.IsSnapshot || document.Items.Count > 0;
    }

    private void Failed(long? after, string fault) => log.RevocationsNotRefreshed(Issuer, after is null ? "snapshot" : "delta", fault, State.Age);

    private static string WordFor(FeedFault fault) => fault switch
    {
        FeedFault.UnknownKey => "unknown_key",
        FeedFault.Gap => "gap",
        FeedFault.RolledBack => "rolled_back",
        _ => "not_verified",
    };
}
