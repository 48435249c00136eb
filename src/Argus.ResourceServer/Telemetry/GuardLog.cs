using Microsoft.Extensions.Logging;

namespace Argus.ResourceServer.Telemetry;

/// <summary>Log lines of the library. None holds a value from a request.</summary>
internal static partial class GuardLog
{
    [LoggerMessage(EventId = 600, Level = LogLevel.Debug, Message = "{Issuer} has {Count} keys")]
    public static partial void KeysRefreshed(ILogger logger, string issuer, int count);

    [LoggerMessage(EventId = 601, Level = LogLevel.Warning, Message = "The keys of {Issuer} could not be refreshed: {Why}. They are {Age} old")]
    public static partial void KeysNotRefreshed(ILogger logger, string issuer, string why, TimeSpan? age);

    [LoggerMessage(EventId = 602, Level = LogLevel.Debug, Message = "The trust bundle of {Anchor} has {Count} peers")]
    public static partial void BundleRefreshed(ILogger logger, string anchor, int count);

    [LoggerMessage(EventId = 603, Level = LogLevel.Warning, Message = "The trust bundle of {Anchor} could not be refreshed: {Why}. It is {Age} old")]
    public static partial void BundleNotRefreshed(ILogger logger, string anchor, string why, TimeSpan? age);

    [LoggerMessage(EventId = 604, Level = LogLevel.Debug, Message = "{Issuer} published {Count} revocations, up to epoch {Epoch}")]
    public static partial void RevocationsRefreshed(ILogger logger, string issuer, int count, long epoch);

    [LoggerMessage(EventId = 605, Level = LogLevel.Warning, Message = "The revocations of {Issuer} could not be refreshed: {Why}. They are {Age} old")]
    public static partial void RevocationsNotRefreshed(ILogger logger, string issuer, string why, TimeSpan? age);

    [LoggerMessage(EventId = 606, Level = LogLevel.Error, Message = "{What} met a defect, and begins again")]
    public static partial void KeepingFailed(ILogger logger, Exception why, string what);

    [LoggerMessage(EventId = 610, Level = LogLevel.Information, Message = "{Trace} refused: {Reason}, issuer {Issuer}")]
    public static partial void Refused(ILogger logger, string trace, string reason, string issuer);

    [LoggerMessage(EventId = 611, Level = LogLevel.Warning, Message = "{Trace} could not be decided: {Reason}, issuer {Issuer}")]
    public static partial void Undecided(ILogger logger, string trace, string reason, string issuer);
}
