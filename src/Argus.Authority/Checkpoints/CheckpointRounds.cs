using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Log.Checkpoints;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Checkpoints;

/// <summary>
/// Signs the heads of logs as their time comes. Runs on every node; the store takes one checkpoint of a size, and who was slower does nothing. Nothing else
/// waits for it: with the custody provider away, tokens are issued and checkpoints are late.
/// </summary>
public sealed partial class CheckpointRounds(
    CheckpointWatches watches, CheckpointSigner signer, CheckpointReports reports, CheckpointOptions options, TimeProvider clock, ILogger<CheckpointRounds> logger)
{
    private const int AtOnce = 4;
    private static readonly TimeSpan RoundInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Goes round until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (options.IsOff)
            return;
        try
        {
            while (true)
            {
                await watches.WaitAsync(RoundInterval, cancellation).ConfigureAwait(false);
                await RoundAsync(all: false, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What is uncovered is signed by DrainAsync, when the last records are written.
        }
    }

    /// <summary>Signs what is due now; with <paramref name="all"/>, everything that is not covered.</summary>
    public async Task RoundAsync(bool all, CancellationToken cancellation)
    {
        try
        {
            await watches.LookAsync(cancellation).ConfigureAwait(false);
        }
        catch (LogUnavailableException e)
        {
            LogWaiting(logger, "every tenant", e.Message);
        }

        var together = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(watches.Due(all), together, (watch, _) => TryAsync(watch, all, cancellation)).ConfigureAwait(false);
    }

    /// <summary>The last round of a node that stops. What it does not come to, another node or the next start does.</summary>
    public async Task DrainAsync(TimeSpan longest)
    {
        if (options.IsOff)
            return;
        using var patience = new CancellationTokenSource(longest, clock);
        try
        {
            await RoundAsync(all: true, patience.Token).WaitAsync(longest, clock).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            LogWaiting(logger, "some tenants", "The node stops.");
        }
    }

    /// <summary>Signs the head now, if there is anything new: somebody wants a checkpoint that covers it.</summary>
    /// <exception cref="LogUnavailableException">Also if it takes too long.</exception>
    /// <exception cref="KeyUnavailableException"/>
    public async Task<CheckpointOutcome> NowAsync(TenantId tenant, TimeSpan patience)
    {
        try
        {
            return await SignAsync(watches.Of(tenant), static (_, _) => true, CancellationToken.None).WaitAsync(patience, clock).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new LogUnavailableException("The log's head is not signed in time.", e);
        }
    }

    private async ValueTask TryAsync(CheckpointWatch watch, bool all, CancellationToken cancellation)
    {
        var retry = RetryInterval;
        try
        {
            var outcome = await SignAsync(watch, all ? static (_, _) => true : watches.IsDue, cancellation).ConfigureAwait(false);
            if (outcome is CheckpointOutcome.Waiting waiting)
                LogWaiting(logger, watch.Tenant.Value, waiting.Why);
            retry = outcome switch
            {
                CheckpointOutcome.Fresh => TimeSpan.Zero,
                CheckpointOutcome.Unchanged => RoundInterval,
                _ => options.Period > RetryInterval ? options.Period : RetryInterval,
            };
        }
        catch (Exception e) when (e is LogUnavailableException or KeyUnavailableException)
        {
            LogWaiting(logger, watch.Tenant.Value, e.Message);
            retry = options.Period > RetryInterval ? options.Period : RetryInterval;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // A defect with one log; the others' heads must be signed all the same.
            LogBroken(logger, e, watch.Tenant.Value);
        }

        watch.NotBefore = clock.GetTimestamp() + (long)(retry.TotalSeconds * clock.TimestampFrequency);
    }

    private async Task<CheckpointOutcome> SignAsync(CheckpointWatch watch, Func<StoredCheckpoint?, long, bool> isDue, CancellationToken cancellation)
    {
        await watch.Turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var before = watch.Refused;
            var outcome = await signer.SignAsync(watch.Tenant, watch.Seen, isDue, cancellation).ConfigureAwait(false);
            watch.See(outcome, clock.GetTimestamp());
            await reports.TellAsync(watch.Tenant, outcome, before).ConfigureAwait(false);
            return outcome;
        }
        finally
        {
            watch.Turn.Release();
        }
    }

    [LoggerMessage(EventId = 161, Level = LogLevel.Warning, Message = "The log of {Tenant} gets its checkpoint later: {Why}")]
    private static partial void LogWaiting(ILogger logger, string tenant, string why);

    [LoggerMessage(EventId = 162, Level = LogLevel.Critical, Message = "The log of {Tenant} gets no checkpoint, and it will be tried again")]
    private static partial void LogBroken(ILogger logger, Exception why, string tenant);
}
