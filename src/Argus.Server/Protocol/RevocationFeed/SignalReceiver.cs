using Argus.Domain.Kernel;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.RevocationFeed;

/// <summary>Who may be told of revocations by name: a client that has proved who it is, and serves a resource.</summary>
internal static class SignalReceiver
{
    /// <returns>The client; null if the request is answered already.</returns>
    public static async ValueTask<ClientId?> FindAsync(TenantRequest request, ClientAuthentication authentication, ILogger logger)
    {
        var (client, refusal) = await authentication.AuthenticateAsync(request, Form.Empty, confidential: true).ConfigureAwait(false);
        if (refusal is not null)
        {
            await OAuthAnswer.RefuseAsync(request, refusal, logger).ConfigureAwait(false);
            return null;
        }

        if (client.State.Settings.Introspects.Count > 0)
            return client.Id;
        RequestLog.Refused(logger, request.CorrelationId, "access_denied", "receiver_serves_nothing", request.Tenant.Id.Value);
        await OAuthAnswer.ErrorAsync(request.Http, StatusCodes.Status403Forbidden, "access_denied", "The client serves no resource.").ConfigureAwait(false);
        return null;
    }
}
