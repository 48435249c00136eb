using Microsoft.Extensions.Logging;

namespace Argus.ResourceServer.Migration;

/// <summary>Log lines about legacy tokens. None holds a value from a request.</summary>
internal static partial class MigrationLog
{
    [LoggerMessage(EventId = 650, Level = LogLevel.Information, Message = "{Trace} refused: {Reason}")]
    public static partial void Refused(ILogger logger, string trace, string reason);
}
