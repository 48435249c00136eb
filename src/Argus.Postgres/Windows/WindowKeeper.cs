using Argus.Authority;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Argus.Postgres.Windows;

/// <summary>Makes the windows of the events' table ahead of time: at the start and from then on. Without a window an append is taken all the same.</summary>
/// <param name="windows">The table's.</param>
/// <param name="width">Of a new window.</param>
/// <param name="clock">The time that names streams.</param>
/// <param name="logger">Told when it cannot be done.</param>
public sealed partial class WindowKeeper(EventWindows windows, WindowWidth width, TimeProvider clock, ILogger<WindowKeeper> logger)
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(10);

    private bool _isDenied;

    /// <summary>Makes what is missing now and then, until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Rounds.EveryAsync(width.Value / 4 < LongestInterval ? width.Value / 4 : LongestInterval, clock, MakeAsync, cancellation);

    /// <summary>Makes what is missing; says in the log why it cannot.</summary>
    public async Task MakeAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var window in await windows.MakeAsync(clock.GetUtcNow(), width.Value, cancellation).ConfigureAwait(false))
                LogMade(logger, window.Name);
            _isDenied = false;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Some other node may have the rights. Said once.
            if (!_isDenied)
                LogDenied(logger);
            _isDenied = true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            LogLater(logger, e.Message);
        }
    }

    [LoggerMessage(EventId = 410, Level = LogLevel.Information, Message = "A window for new streams was made: {Name}")]
    private static partial void LogMade(ILogger logger, string name);

    [LoggerMessage(EventId = 411, Level = LogLevel.Warning, Message = "This node's database user may not make windows for new streams; without one they cannot be archived and dropped")]
    private static partial void LogDenied(ILogger logger);

    [LoggerMessage(EventId = 412, Level = LogLevel.Warning, Message = "A window for new streams could not be made, and will be tried again: {Why}")]
    private static partial void LogLater(ILogger logger, string why);
}

/// <summary>How much time a new window is over.</summary>
/// <param name="Value">Whole seconds.</param>
public sealed record WindowWidth(TimeSpan Value);
