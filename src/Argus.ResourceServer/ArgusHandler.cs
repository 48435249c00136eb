using System.Security.Claims;
using System.Text.Encodings.Web;
using Argus.ResourceServer.Answers;
using Argus.ResourceServer.Bindings;
using Argus.ResourceServer.Callers;
using Argus.ResourceServer.Guarding;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Argus.ResourceServer;

/// <summary>The authentication scheme: one request, one decision, one answer.</summary>
internal sealed class ArgusHandler(IOptionsMonitor<ArgusOptions> options, ILoggerFactory loggers, UrlEncoder encoder, SchemeGuards guards)
    : AuthenticationHandler<ArgusOptions>(options, loggers, encoder)
{
    private Verdict? _verdict;
    private PresentedToken _presented;

    private SchemeGuard Own => guards.Of(Scheme.Name);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var found = TokenInRequest.Read(Request, out _presented);
        if (found == TokenInRequest.Found.None) return AuthenticateResult.NoResult();

        var verdict = found == TokenInRequest.Found.Malformed
            ? new Verdict(ReasonCode.MalformedRequest)
            : await Own.Guard.JudgeAsync(_presented, Own.Demands.Of(Context.GetEndpoint()), Context, Context.RequestAborted).ConfigureAwait(false);
        Own.Decisions.Record(Context.TraceIdentifier, verdict, _presented);
        _verdict = verdict;
        return verdict is { IsAccepted: true, Token: { } token }
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ArgusIdentity(new ArgusCaller(token), Scheme.Name)), Scheme.Name))
            : AuthenticateResult.Fail(verdict.Reason);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        if (_verdict is not { } verdict)
        {
            verdict = new Verdict(await TokenInForm.IsPresentAsync(Request).ConfigureAwait(false) ? ReasonCode.MalformedRequest : ReasonCode.MissingToken);
            Own.Decisions.Record(Context.TraceIdentifier, verdict, default);
        }

        if (verdict.Reason is ReasonCode.MissingToken or ReasonCode.Accepted) RefusalAnswer.NoToken(Response, Options.RequireConfirmation);
        else RefusalAnswer.Write(Response, verdict, _presented.IsDpop, Own.Demands.Of(Context.GetEndpoint()));
    }

    /// <summary>A policy refused whom the scheme had let in: only more scopes could help.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var refused = new Verdict(ReasonCode.InsufficientScope, _verdict?.Token, _verdict?.Issuer);
        RefusalAnswer.Write(Response, refused, _presented.IsDpop, Own.Demands.Of(Context.GetEndpoint()));
        return Task.CompletedTask;
    }
}
