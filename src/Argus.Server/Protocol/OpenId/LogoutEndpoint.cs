using Argus.Authority;
using Argus.Authority.Logouts;
using Argus.Authority.PersonalData;
using Argus.Authority.Sessions;
using Argus.Authority.Views;
using Argus.Server.Pages;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Server.Protocol.OpenId;

/// <summary>
/// Ends the browser's session (OpenID Connect RP-Initiated Logout 1.0): at once for a client that shows an ID token of it, else when the user says so. Another
/// site's form does not bring the session's cookie along (it is SameSite=Lax), a link does: so a request that comes as a form becomes a URL first.
/// </summary>
internal sealed class LogoutEndpoint(
    LogoutRequests requests, SessionCookie cookie, BrowserSessions sessions, UserPeople people, FormGuard guard, FeedFollower views, ILogger<LogoutEndpoint> logger) : IEndpoint
{
    public const string Path = "/oauth/logout";

    private const string Decision = "decision";
    private const string SignOut = "sign_out";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Post];

    public async Task HandleAsync(TenantRequest request)
    {
        var (form, malformed) = await LogoutForm.ReadAsync(request).ConfigureAwait(false);
        var decision = HttpMethods.IsPost(request.Http.Request.Method) ? form?.Text(Decision) ?? "" : null;
        views.ThrowIfTooOldToAnswer();
        LogoutRequest? asked = null;
        var refusal = malformed ?? requests.Read(request.Tenant, form!.Text, out asked);
        var next = (refusal, decision) switch
        {
            ({ } wrong, _) => ShowAsync(request, wrong, StatusCodes.Status400BadRequest),
            (_, "") => SendOnAsync(request, form!),
            _ => AnswerAsync(request, form!, asked!, decision),
        };
        await next.ConfigureAwait(false);
    }

    private async Task AnswerAsync(TenantRequest request, Form form, LogoutRequest asked, string? decision)
    {
        // Whether there is a session or not: a browser does not bring its cookie along with another site's form, but does take its deletion from the answer.
        if (decision is not null && !guard.Holds(request, form))
        {
            await ShowAsync(request, FormGuard.Foreign, StatusCodes.Status403Forbidden).ConfigureAwait(false);
            return;
        }

        var session = await cookie.FindAsync(request).ConfigureAwait(false);
        var mayEnd = session is not null && (decision is null ? asked.IsFor(session.Id, session.State) : decision == SignOut);
        if (mayEnd)
            await sessions.EndAsync(request.Tenant, session!.Id, "signed_out", request.Origin($"user:{session.State.Subject}")).ConfigureAwait(false);
        var next = (session, mayEnd, decision) switch
        {
            (null, _, _) or (_, true, _) => SignedOutAsync(request, asked),
            (_, _, null) => AskAsync(request, asked, session),
            _ => PageAnswer.WriteAsync(request.Http, StatusCodes.Status200OK, new StillSignedInPage(request.Tenant.State.DisplayName), []),
        };
        await next.ConfigureAwait(false);
    }

    private Task SignedOutAsync(TenantRequest request, LogoutRequest asked)
    {
        cookie.Delete(request);
        return asked.Location is { } location
            ? AuthorizationAnswer.SendOnAsync(request, location)
            : PageAnswer.WriteAsync(request.Http, StatusCodes.Status200OK, new SignedOutPage(request.Tenant.State.DisplayName), []);
    }

    /// <summary>What is sent along is checked again when it comes back.</summary>
    private async Task AskAsync(TenantRequest request, LogoutRequest asked, BrowserSession session)
    {
        var account = await people.NameAsync(request.Tenant, session.State.Subject).ConfigureAwait(false) ?? "";
        var action = request.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        var hidden = new[] { ("client_id", asked.Client), ("post_logout_redirect_uri", asked.RedirectUri), ("state", asked.State) }
            .Where(field => field.Item2 is not null).Select(field => new HiddenField(field.Item1, field.Item2!)).ToArray();
        var page = new SignOutPage(request.Tenant.State.DisplayName, account, action, guard.TokenFor(request), hidden);
        await PageAnswer.WriteAsync(request.Http, StatusCodes.Status200OK, page, asked.RedirectUri is { } uri ? [FormTarget.Of(new Uri(uri))] : []).ConfigureAwait(false);
    }

    private Task SendOnAsync(TenantRequest request, Form form) => LogoutForm.ToUrl(request, form) is { } url
        ? AuthorizationAnswer.SendOnAsync(request, url)
        : ShowAsync(request, OAuthRefusal.InvalidRequest("logout_size", "The request is too long."), StatusCodes.Status400BadRequest);

    private Task ShowAsync(TenantRequest request, OAuthRefusal refusal, int status)
    {
        RequestLog.Refused(logger, request.CorrelationId, refusal.Error, refusal.Id, request.Tenant.Id.Value);
        return PageAnswer.WriteAsync(
            request.Http, status, new ErrorPage("Nobody was signed out", $"{refusal.Description} Go back to the application and start again.", request.CorrelationId), []);
    }
}
