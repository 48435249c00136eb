using System.Collections.Concurrent;
using Argus.Authority.Outbound;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Checkpoints;

/// <summary>What one witness is still to be shown: of each log the latest checkpoint.</summary>
internal sealed class WitnessQueue(Witness witness, WitnessVisit visit, CosignatureKeeper keeper, WitnessReports reports)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TenantId, KnownCheckpoint> _waiting = new();
    private readonly ConcurrentDictionary<TenantId, (long Since, string Outcome)> _known = new();
    private readonly SemaphoreSlim _woken = new(0);
    private TimeSpan _pause;

    public void Add(TenantId tenant, KnownCheckpoint checkpoint)
    {
        _waiting[tenant] = checkpoint;
        if (_woken.CurrentCount == 0)
            _woken.Release();
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await _woken.WaitAsync(cancellation).ConfigureAwait(false);
                while (await RoundAsync(cancellation).ConfigureAwait(false))
                {
                    // Something is to be shown again.
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The next checkpoint covers what this one did.
        }
    }

    /// <summary>Shows what waits. After a pause it is the next log's turn: one that the witness fails for, and no other, holds up no other.</summary>
    /// <returns>Whether the witness is to be tried again.</returns>
    private async Task<bool> RoundAsync(CancellationToken cancellation)
    {
        var isLeft = false;
        foreach (var (tenant, _) in _waiting)
        {
            if (await TryAsync(tenant, cancellation).ConfigureAwait(false))
                continue;
            isLeft = true;
            await Task.Delay(_pause, reports.Clock, cancellation).ConfigureAwait(false);
        }

        return isLeft;
    }

    /// <returns>False if the witness is to be tried again, after a pause.</returns>
    private async Task<bool> TryAsync(TenantId tenant, CancellationToken cancellation)
    {
        // A later one has come while this one waited.
        if (!_waiting.TryGetValue(tenant, out var latest))
            return true;
        (long Since, string? Outcome) known = _known.TryGetValue(tenant, out var found) ? (found.Since, found.Outcome) : (0, null);
        var (outcome, detail) = await ShowAsync(tenant, latest, known.Since, cancellation).ConfigureAwait(false);
        reports.Tell(witness, tenant, outcome.Name, known.Outcome, detail);
        _known[tenant] = (outcome.Since, outcome.Name);
        if (outcome.IsForAnotherTry)
        {
            _pause = TimeSpan.FromSeconds(Math.Clamp(2 * _pause.TotalSeconds, FirstPause.TotalSeconds, LongestPause.TotalSeconds));
            return false;
        }

        _pause = TimeSpan.Zero;
        _waiting.TryRemove(new(tenant, latest));
        return true;
    }

    private async Task<(WitnessOutcome Outcome, string Detail)> ShowAsync(TenantId tenant, KnownCheckpoint checkpoint, long since, CancellationToken cancellation)
    {
        try
        {
            var outcome = await visit.ShowAsync(witness, tenant, checkpoint, Math.Min(since, checkpoint.Stored.Size), cancellation).ConfigureAwait(false);
            if (outcome.Cosignature is { } cosignature)
                await keeper.KeepAsync(tenant, checkpoint, cosignature, cancellation).ConfigureAwait(false);
            return (outcome, "");
        }
        catch (Exception e) when (e is OutboundException or LogUnavailableException)
        {
            return (new WitnessOutcome("unreachable", since) { IsForAnotherTry = true }, e.Message);
        }
        catch (Exception e) when (e is InvalidDataException or LogDivergedException)
        {
            // The log itself is in doubt, and the rounds say so.
            return (new WitnessOutcome("log_unreadable", since), e.Message);
        }
    }
}
