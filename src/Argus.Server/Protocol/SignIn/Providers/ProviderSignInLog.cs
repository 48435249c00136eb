namespace Argus.Server.Protocol.SignIn.Providers;

/// <summary>Log lines about sign-ins at outside providers. None holds a value that a provider or a browser sent.</summary>
internal static partial class ProviderSignInLog
{
    [LoggerMessage(EventId = 210, Level = LogLevel.Warning, Message = "{CorrelationId} could not sign in at provider {Provider} of tenant {Tenant}: {Why}")]
    public static partial void Failed(ILogger logger, string correlationId, string tenant, string provider, string why);
}
