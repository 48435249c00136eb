namespace Argus.Server.Protocol.Shared;

/// <summary>Every log line about a request. None holds a value from the request, so none can hold a secret or a token.</summary>
internal static partial class RequestLog
{
    [LoggerMessage(EventId = 200, Level = LogLevel.Information, Message = "{CorrelationId} refused: {Error} ({Refusal}), tenant {Tenant}")]
    public static partial void Refused(ILogger logger, string correlationId, string error, string refusal, string tenant);

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "{CorrelationId} unavailable: {Why}")]
    public static partial void Unavailable(ILogger logger, string correlationId, string why);

    [LoggerMessage(EventId = 202, Level = LogLevel.Information, Message = "{CorrelationId} is not HTTP that can be served: {Status}")]
    public static partial void BadRequest(ILogger logger, string correlationId, int status);

    [LoggerMessage(EventId = 203, Level = LogLevel.Debug, Message = "{CorrelationId} was given up by the client")]
    public static partial void Aborted(ILogger logger, string correlationId);

    [LoggerMessage(EventId = 205, Level = LogLevel.Information, Message = "{CorrelationId} asked for what is not there")]
    public static partial void NotFound(ILogger logger, string correlationId);

    [LoggerMessage(EventId = 206, Level = LogLevel.Information, Message = "{CorrelationId} used a method that the endpoint does not have")]
    public static partial void MethodNotAllowed(ILogger logger, string correlationId);

    [LoggerMessage(EventId = 207, Level = LogLevel.Information, Message = "{CorrelationId} was refused by the Admin API: {Status}")]
    public static partial void AdminRefused(ILogger logger, string correlationId, int status);

    [LoggerMessage(EventId = 204, Level = LogLevel.Error, Message = "{CorrelationId} met a defect")]
    public static partial void Defect(ILogger logger, Exception defect, string correlationId);
}
