using Microsoft.Extensions.Logging;

namespace Argus.Postgres.Embedded;

internal static partial class EmbeddedLog
{
    [LoggerMessage(LogLevel.Information, "Private PostgreSQL ready (process {Process}, {Folder}), data in {Root}, log in {LogFile}")]
    internal static partial void Ready(ILogger logger, int process, string folder, string root, string logFile);

    [LoggerMessage(LogLevel.Information, "Made a new private PostgreSQL in {Root}, run by user {User}")]
    internal static partial void Initialised(ILogger logger, string root, string user);

    [LoggerMessage(LogLevel.Information, "The private PostgreSQL is in {Root}, because user {User} cannot get to {DataDirectory}")]
    internal static partial void PlacedOutside(ILogger logger, string root, string user, string dataDirectory);

    [LoggerMessage(LogLevel.Information, "Using the private PostgreSQL of another node (process {Process}) in {DataDirectory}")]
    internal static partial void Following(ILogger logger, int process, string dataDirectory);

    [LoggerMessage(LogLevel.Warning, "The node that ran the private PostgreSQL of {DataDirectory} is gone: this node took it over")]
    internal static partial void TookOver(ILogger logger, string dataDirectory);

    [LoggerMessage(LogLevel.Error, "The node that ran the private PostgreSQL is gone, and taking it over failed")]
    internal static partial void TakeOverFailed(ILogger logger, Exception reason);

    [LoggerMessage(LogLevel.Information, "Stopping PostgreSQL process {Process}, left by a node that is gone")]
    internal static partial void StoppingOrphan(ILogger logger, int process);

    [LoggerMessage(LogLevel.Information, "Removing {File}: it names process {Process}, which is not this PostgreSQL")]
    internal static partial void RemovingStale(ILogger logger, string file, int process);

    [LoggerMessage(LogLevel.Error, "The private PostgreSQL ended by itself (log in {LogFile}): starting it again")]
    internal static partial void Died(ILogger logger, string logFile);

    [LoggerMessage(LogLevel.Error, "The private PostgreSQL could not be started again, next try in {Delay}")]
    internal static partial void RestartFailed(ILogger logger, TimeSpan delay, Exception reason);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL process {Process} did not stop in time: sending signal {Signal}")]
    internal static partial void StopForced(ILogger logger, int process, int signal);
}
