using Argus.Authority.SignIn.Providers;
using Argus.Domain.IdentityProviders;
using Argus.Server.Pages;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.SignIn.Providers;

/// <summary>How sign-ins at outside providers fail: on a page that says nothing about why.</summary>
internal sealed class CallbackAnswer(ILogger<CallbackAnswer> logger)
{
    /// <param name="request">The request.</param>
    /// <param name="refusal">Names the place in the code, for the log line.</param>
    public Task ShowAsync(TenantRequest request, string refusal)
    {
        RequestLog.Refused(logger, request.CorrelationId, "invalid_request", refusal, request.Tenant.Id.Value);
        return WriteAsync(request);
    }

    public Task FailAsync(TenantRequest request, ProviderName provider, ProviderException e)
    {
        ProviderSignInLog.Failed(logger, request.CorrelationId, request.Tenant.Id.Value, provider.Value, e.Message);
        return WriteAsync(request);
    }

    private static Task WriteAsync(TenantRequest request) => PageAnswer.WriteAsync(
        request.Http, StatusCodes.Status400BadRequest, new ErrorPage("You are not signed in", "The sign-in did not work. Go back to the application and start again.", request.CorrelationId), []);
}
