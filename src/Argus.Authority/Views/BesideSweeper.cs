using Argus.Authority.Replay;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Views;

/// <summary>Has the log forget what is over beside it, every ten seconds.</summary>
public sealed partial class BesideSweeper(IEventLog log, IReplayCache replays, TimeProvider clock, ILogger<BesideSweeper> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Sweeps until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Rounds.EveryAsync(Interval, clock, SweepAsync, cancellation);

    private async Task SweepAsync(CancellationToken cancellation)
    {
        try
        {
            await log.ForgetBesideAsync(cancellation).ConfigureAwait(false);
            await replays.ForgetAsync(cancellation).ConfigureAwait(false);
        }
        catch (LogUnavailableException e)
        {
            // What is over cannot be read, swept or not.
            LogWaiting(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // A defect. Requests do not depend on the sweep; the table must not grow in silence.
            LogBroken(logger, e);
        }
    }

    [LoggerMessage(EventId = 113, Level = LogLevel.Critical, Message = "What is over beside the log cannot be deleted, and will be tried again")]
    private static partial void LogBroken(ILogger logger, Exception why);

    [LoggerMessage(EventId = 112, Level = LogLevel.Debug, Message = "What is over beside the log will be deleted later: {Why}")]
    private static partial void LogWaiting(ILogger logger, string why);
}
