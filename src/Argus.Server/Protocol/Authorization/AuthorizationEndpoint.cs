using Argus.Authority;
using Argus.Authority.Authorization;
using Argus.Authority.Sessions;
using Argus.Authority.Views;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Authorization;

/// <summary>
/// The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2): a browser walks from the client's request over sign-in and consent back to the client.
/// The request is in the URL at each step, and each step begins with the first check.
/// </summary>
internal sealed class AuthorizationEndpoint(
    AuthorizationRequests requests, SessionCookie sessions, SignInStep signIn, ConsentStep consent, CodeStep code, AuthorizationAnswer answer, FeedFollower views, TimeProvider clock) : IEndpoint
{
    public const string Path = "/oauth/authorize";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Post];

    public async Task HandleAsync(TenantRequest request)
    {
        var (arrived, sendOn, malformed) = await ArrivedRequest.ReadAsync(request).ConfigureAwait(false);
        views.ThrowIfTooOldToIssue();
        var reading = arrived is null ? default : await requests.ReadAsync(request.Tenant, arrived.Parameters).ConfigureAwait(false);
        var next = (sendOn, malformed ?? reading.Refusal, reading.Return) switch
        {
            ({ } url, _, _) => AuthorizationAnswer.SendOnAsync(request, url),
            (_, { } refusal, null) => answer.ShowAsync(request, refusal),
            (_, { } refusal, { } to) => answer.RefuseAsync(request, to, refusal),
            _ => WalkAsync(request, arrived!, reading),
        };
        await next.ConfigureAwait(false);
    }

    private async Task WalkAsync(TenantRequest request, ArrivedRequest arrived, AuthorizationReading reading)
    {
        var asked = reading.Request!;
        var session = await sessions.FindAsync(request).ConfigureAwait(false);
        var posted = asked.Prompt.None ? null : arrived.Posted;
        var next = posted?.Text("username") is not null
            ? signIn.TakeAsync(request, arrived, asked, session)
            : posted?.Text("provider") is not null
            ? signIn.DelegateAsync(request, arrived, asked)
            : asked.IsOfSomebodyElse(session?.State)
            ? answer.RefuseAsync(request, asked.Return, LoginRequired("login_of_another"))
            : session is null || asked.MustAuthenticate(session.State, clock.GetUtcNow())
            ? SignInAsync(request, arrived, asked)
            : posted?.Text("decision") is { } decision
            ? DecideAsync(request, arrived, reading, session, decision)
            : AskAsync(request, arrived, reading, session);
        await next.ConfigureAwait(false);
    }

    private Task SignInAsync(TenantRequest request, ArrivedRequest arrived, AuthorizationRequest asked) => asked.Prompt.None
        ? answer.RefuseAsync(request, asked.Return, LoginRequired("login_required"))
        : signIn.ShowAsync(request, arrived, asked);

    private static OAuthRefusal LoginRequired(string id) => new(id, "login_required", "The user must sign in.");

    private async Task AskAsync(TenantRequest request, ArrivedRequest arrived, AuthorizationReading reading, BrowserSession session)
    {
        var asked = reading.Request!;
        var unknown = await consent.MustAskAsync(request, asked, session).ConfigureAwait(false);
        var next = (unknown, asked.Prompt.None) switch
        {
            (null, _) => code.IssueAsync(request, reading, session, isAllowedNow: false),
            (_, true) => answer.RefuseAsync(request, asked.Return, new OAuthRefusal("consent_required", "consent_required", "The user must be asked for consent.")),
            ({ } known, _) => consent.ShowAsync(request, arrived, asked, session, known),
        };
        await next.ConfigureAwait(false);
    }

    private Task DecideAsync(TenantRequest request, ArrivedRequest arrived, AuthorizationReading reading, BrowserSession session, string decision)
    {
        var asked = reading.Request!;
        if (!consent.IsOwnForm(request, arrived, asked, session))
            return answer.ShowForeignFormAsync(request);
        return decision == "allow"
            ? code.IssueAsync(request, reading, session, isAllowedNow: true)
            : answer.RefuseAsync(request, asked.Return, new OAuthRefusal("consent_denied", "access_denied", "The user did not allow it."));
    }
}
