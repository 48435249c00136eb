using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Signals;
using Argus.Log;

namespace Argus.Authority.RevocationFeed;

/// <summary>Tells a client of revocations one by one, until it says that it has them (RFC 8936).</summary>
public sealed class SignalPolls(Aggregates aggregates, SignalTokens tokens, FeedFollower views, TimeProvider clock)
{
    /// <summary>What receivers are told of.</summary>
    public static IReadOnlyList<string> EventTypes => SecurityEvents.All;

    /// <summary>Tokens in an answer.</summary>
    public const int MostTokens = 100;

    /// <summary>How far beyond the first token that a client has not taken it is told more.</summary>
    private const int MostOpen = 1_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CatchUpTime = TimeSpan.FromSeconds(2);

    /// <param name="tenant">Whose revocations.</param>
    /// <param name="receiver">The client.</param>
    /// <param name="poll">What it asks for, and what it has.</param>
    /// <param name="origin">Who asks.</param>
    /// <param name="stop">Ends the wait: the caller has gone, or the node is about to stop.</param>
    /// <exception cref="LogUnavailableException">This node's view is too old, or what the client has is not durable.</exception>
    /// <exception cref="Keys.KeyUnavailableException">Nothing can be signed.</exception>
    public async Task<SignalAnswer> AnswerAsync(TenantView tenant, ClientId receiver, SignalPoll poll, Origin origin, CancellationToken stop)
    {
        views.ThrowIfOlderThan(SignedRevocations.MaxStaleness);
        var history = tenant.RevocationHistory;

        // What another node told the client may not show here yet.
        var told = poll.Taken.DefaultIfEmpty().Max();
        if (told > history.Epoch)
            await WaitAsync(history.WhenBeyond(told - 1), CatchUpTime, stop).ConfigureAwait(false);
        var state = await SettleAsync(tenant, receiver, poll, origin).ConfigureAwait(false);
        var open = Open(history, state);
        if (open.Count == 0 && poll is { Waits: true, Most: > 0 })
        {
            await WaitForAnyAsync(history, state, stop).ConfigureAwait(false);
            views.ThrowIfOlderThan(SignedRevocations.MaxStaleness);
            open = Open(history, state);
        }

        var sets = new List<(string, ReadOnlyMemory<byte>)>();
        foreach (var entry in open.Take(Math.Min(poll.Most, MostTokens)))
            sets.Add((SignalTokens.NameOf(receiver, entry.Epoch), await tokens.MakeAsync(tenant, receiver, entry).ConfigureAwait(false)));
        return new SignalAnswer(sets, open.Count > sets.Count);
    }

    private async Task<SignalState> SettleAsync(TenantView tenant, ClientId receiver, SignalPoll poll, Origin origin)
    {
        var stream = SignalState.StreamOf(receiver);
        var state = await aggregates.Signals.ReadAsync(tenant.Id, stream).ConfigureAwait(false);
        if (state.Exists && poll.Taken.Count == 0)
            return state;

        var history = tenant.RevocationHistory;
        await aggregates.Signals.ExecuteAsync(
            tenant.Id,
            stream,
            known => known.Exists ? SignalDecider.Take(known, poll.Taken, poll.Refused, [.. Tellable(history, known).Select(entry => entry.Epoch)]) : SignalDecider.Begin(known, history.Epoch),
            origin,
            CancellationToken.None).ConfigureAwait(false);
        return await aggregates.Signals.ReadAsync(tenant.Id, stream).ConfigureAwait(false);
    }

    private async Task WaitForAnyAsync(RevocationHistory history, SignalState state, CancellationToken stop)
    {
        var startedAt = clock.GetTimestamp();
        while (Open(history, state).Count == 0 && LongestWait - clock.GetElapsedTime(startedAt) is var left && left > TimeSpan.Zero && !stop.IsCancellationRequested)
            await WaitAsync(history.WhenBeyond(history.Epoch), left, stop).ConfigureAwait(false);
    }

    private async Task WaitAsync(Task growth, TimeSpan wait, CancellationToken stop)
    {
        try
        {
            await growth.WaitAsync(wait, clock, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // There is nothing to tell.
        }
    }

    private static List<RevocationEntry> Open(RevocationHistory history, SignalState state) => [.. Tellable(history, state).Where(entry => state.IsOpen(entry.Epoch))];

    /// <summary>What there is a word for, from the first that is open. Who was away for longer than the history reaches is not told of what was lost to it.</summary>
    private static IEnumerable<RevocationEntry> Tellable(RevocationHistory history, SignalState state) =>
        history.Latest(state.Through).Where(entry => SecurityEvents.TypeOf(entry) is not null).Take(MostOpen);
}

/// <summary>What a client asks for (RFC 8936 §2.2).</summary>
/// <param name="Most">The most tokens that it wants.</param>
/// <param name="Waits">Whether it would rather wait than have none.</param>
/// <param name="Taken">Epochs of the tokens that it has, or could make nothing of.</param>
/// <param name="Refused">Those of the second kind.</param>
public sealed record SignalPoll(int Most, bool Waits, IReadOnlyList<long> Taken, IReadOnlyList<SignalRefused> Refused);

/// <summary>What it gets (RFC 8936 §2.3).</summary>
/// <param name="Sets">The tokens by their <c>jti</c>, the eldest first.</param>
/// <param name="HasMore">Whether there are more.</param>
public sealed record SignalAnswer(IReadOnlyList<(string Jti, ReadOnlyMemory<byte> Jws)> Sets, bool HasMore);
