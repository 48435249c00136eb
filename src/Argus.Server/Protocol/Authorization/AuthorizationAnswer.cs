using Argus.Authority;
using Argus.Authority.Authorization;
using Argus.Server.Pages;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Authorization;

/// <summary>
/// How authorization requests end: with a redirect to the client (RFC 6749 §4.1.2), which always says who sent it (RFC 9207); or with a page, where a redirect
/// could lead anywhere.
/// </summary>
internal sealed class AuthorizationAnswer(Issuers issuers, ILogger<AuthorizationAnswer> logger)
{
    public Task CodeAsync(TenantRequest request, AuthorizationReturn to, string code) => RedirectAsync(request, to, [("code", code)]);

    public Task RefuseAsync(TenantRequest request, AuthorizationReturn to, OAuthRefusal refusal)
    {
        RequestLog.Refused(logger, request.CorrelationId, refusal.Error, refusal.Id, request.Tenant.Id.Value);
        return RedirectAsync(request, to, [("error", refusal.Error), ("error_description", refusal.Description)]);
    }

    /// <summary>For what no client may be told by a redirect.</summary>
    public Task ShowAsync(TenantRequest request, OAuthRefusal refusal, int status = StatusCodes.Status400BadRequest)
    {
        RequestLog.Refused(logger, request.CorrelationId, refusal.Error, refusal.Id, request.Tenant.Id.Value);
        var page = new ErrorPage("This cannot be done", $"{refusal.Description} Go back to the application and start again.", request.CorrelationId);
        return PageAnswer.WriteAsync(request.Http, status, page, []);
    }

    /// <summary>A form that came from no page of this browser.</summary>
    public Task ShowForeignFormAsync(TenantRequest request) => ShowAsync(request, FormGuard.Foreign, StatusCodes.Status403Forbidden);

    /// <summary>To another URL of this endpoint, or to the same one anew: with GET, whatever the method was (RFC 9110 §15.4.4).</summary>
    public static Task SendOnAsync(TenantRequest request, string url)
    {
        var response = request.Http.Response;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = url;
        response.ContentLength = 0;
        OAuthAnswer.DoNotStore(response);
        response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }

    private Task RedirectAsync(TenantRequest request, AuthorizationReturn to, IEnumerable<(string Name, string? Value)> parameters) =>
        SendOnAsync(request, UriQuery.Extend(to.RedirectUri, [.. parameters, ("state", to.State), ("iss", issuers.Of(request.Tenant))]));
}
