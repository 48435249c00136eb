using Argus.Log;
using Argus.Log.Archives;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Archive;

/// <summary>Has the archiver run now and then, where there is an archive.</summary>
public sealed partial class ArchiveRounds(LogArchiver archiver, LogArchive archive, TimeProvider clock, ILogger<ArchiveRounds> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        archive.Directory is null ? Task.CompletedTask : Rounds.EveryAsync(Interval, clock, TryAsync, cancellation);

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await archiver.RunAsync(dropRestored: false, cancellation).ConfigureAwait(false);
        }
        catch (LogUnavailableException e)
        {
            LogWaiting(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // A defect. Requests do not depend on the archive; the database must not grow in silence.
            LogBroken(logger, e);
        }
    }

    [LoggerMessage(EventId = 425, Level = LogLevel.Warning, Message = "Logs are archived later: {Why}")]
    private static partial void LogWaiting(ILogger logger, string why);

    [LoggerMessage(EventId = 426, Level = LogLevel.Critical, Message = "Logs are not archived, and it will be tried again")]
    private static partial void LogBroken(ILogger logger, Exception why);
}
