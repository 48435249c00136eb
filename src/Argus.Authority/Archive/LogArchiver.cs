using Argus.Authority.Views;
using Argus.Log;
using Argus.Log.Exports;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Archive;

/// <summary>
/// Archives every tenant's log, then drops the windows whose time has come. One node of a deployment is at it at a time. Each step can be the last one before
/// a crash: the next run finds what was done, and goes on.
/// </summary>
public sealed partial class LogArchiver(
    IArchiveStore store, TenantArchiver archives, WindowDropper windows, TenantDirectory directory, ILogger<LogArchiver> logger)
{
    /// <summary>Archives and drops what there is to.</summary>
    /// <param name="dropRestored">Whether windows that were made again are dropped again.</param>
    /// <param name="cancellation">Leaves the rest to the next run.</param>
    /// <returns>What was done; null if another node is at it.</returns>
    /// <exception cref="LogUnavailableException">The store or the archive cannot be reached.</exception>
    public async Task<ArchiveRun?> RunAsync(bool dropRestored, CancellationToken cancellation)
    {
        var turn = await store.TryTakeTurnAsync(cancellation).ConfigureAwait(false);
        if (turn is null)
            return null;
        await using (turn.ConfigureAwait(false))
        {
            var run = new ArchiveRun();
            await windows.SettleAsync(cancellation).ConfigureAwait(false);
            await ArchiveAllAsync(run, cancellation).ConfigureAwait(false);
            foreach (var window in await store.WindowsAsync(cancellation).ConfigureAwait(false))
                await windows.DropAsync(window, run, dropRestored, cancellation).ConfigureAwait(false);
            return run;
        }
    }

    /// <summary>A log whose archive lost a file keeps no other from being archived.</summary>
    /// <exception cref="LogUnavailableException">None of them could be.</exception>
    private async Task ArchiveAllAsync(ArchiveRun run, CancellationToken cancellation)
    {
        LogUnavailableException? unavailable = null;
        foreach (var tenant in directory.Tenants.OrderBy(tenant => tenant.Id.Value, StringComparer.Ordinal))
        {
            try
            {
                await ArchiveAsync(tenant, run, cancellation).ConfigureAwait(false);
            }
            catch (LogUnavailableException e)
            {
                LogUnreachable(logger, tenant.Id.Value, e.Message);
                run.Refused[tenant.Id.Value] = e.Message;
                unavailable ??= e;
            }
        }

        if (unavailable is not null && run.Archived.Count == 0)
            throw new LogUnavailableException(unavailable.Message, unavailable);
    }

    private async Task ArchiveAsync(TenantView tenant, ArchiveRun run, CancellationToken cancellation)
    {
        try
        {
            if (await archives.ArchiveAsync(tenant, cancellation).ConfigureAwait(false) is { } archived)
                run.Archived[tenant.Id.Value] = archived;
        }
        catch (Exception e) when (e is LogDivergedException or InvalidDataException)
        {
            // Nothing of it is dropped. The others' logs are archived all the same.
            LogDiverged(logger, tenant.Id.Value, e.Message);
            run.Refused[tenant.Id.Value] = e.Message;
        }
    }

    [LoggerMessage(EventId = 427, Level = LogLevel.Critical, Message = "The log of {Tenant} is not archived, and nothing of it is dropped, until its archive can be read and written: {Why}")]
    private static partial void LogUnreachable(ILogger logger, string tenant, string why);

    [LoggerMessage(EventId = 421, Level = LogLevel.Critical, Message = "The log of {Tenant} is not archived, and nothing of it is dropped: {Why}")]
    private static partial void LogDiverged(ILogger logger, string tenant, string why);
}

/// <summary>What a run did.</summary>
public sealed class ArchiveRun
{
    /// <summary>The archives that are up to date, by tenant.</summary>
    public Dictionary<string, ExportManifest> Archived { get; } = new(StringComparer.Ordinal);

    /// <summary>The logs that could not be archived because they are not what was signed, or their archive cannot be read, and why, by tenant.</summary>
    public Dictionary<string, string> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>The windows that were dropped, for whom.</summary>
    public List<DroppedShare> Dropped { get; } = [];

    /// <summary>The tenants whose archive was verified in this run.</summary>
    internal HashSet<string> Verified { get; } = new(StringComparer.Ordinal);
}
