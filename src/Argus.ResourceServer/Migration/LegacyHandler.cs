using System.Security.Claims;
using System.Text.Encodings.Web;
using Argus.ResourceServer.Answers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Argus.ResourceServer.Migration;

/// <summary>Has the application's own verifier answer for a token that it had before Argus, counts that, and refuses when its time is over.</summary>
internal sealed class LegacyHandler(
    IOptionsMonitor<ArgusLegacyOptions> options, ILoggerFactory loggers, UrlEncoder encoder, LegacySelector selector, ArgusMigration migration)
    : AuthenticationHandler<ArgusLegacyOptions>(options, loggers, encoder)
{
    private const string InvalidToken = "Bearer error=\"invalid_token\"";
    private const string InsufficientScope = "Bearer error=\"insufficient_scope\"";

    private string? _refused;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Asked for by its own name, the scheme must not be a way round the choice either.
        if (selector.Select(Context, Options.Beside) != Scheme.Name || TokenInRequest.Read(Request, out var presented) != TokenInRequest.Found.Token)
            return AuthenticateResult.NoResult();
        if (TimeProvider.GetUtcNow() >= Options.RefusedAfter)
            return Refuse(LegacyReason.Refused);

        var verifier = Options.Verifier ?? Context.RequestServices.GetRequiredService<ILegacyTokenVerifier>();
        var result = await verifier.VerifyAsync(presented.Text.ToString(), Context.RequestAborted).ConfigureAwait(false);
        if (result.Principal is not { } principal)
            return Refuse(LegacyReason.Invalid);

        migration.Seen(result.Issuer, result.Client);
        var caller = new LegacyIdentity(principal, result.Client);
        if (!caller.HasScopes(selector.RequiredScopes(Options.Beside)))
            return Refuse(LegacyReason.InsufficientScope);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal([.. principal.Identities, caller]), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        if (_refused == LegacyReason.InsufficientScope)
            await HandleForbiddenAsync(properties).ConfigureAwait(false);
        else
            Answer(StatusCodes.Status401Unauthorized, _refused is null ? "Bearer" : InvalidToken);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Answer(StatusCodes.Status403Forbidden, InsufficientScope);
        return Task.CompletedTask;
    }

    private AuthenticateResult Refuse(string reason)
    {
        _refused = reason;
        migration.Refused(reason);
        MigrationLog.Refused(Logger, Context.TraceIdentifier, reason);
        return AuthenticateResult.Fail(reason);
    }

    private void Answer(int status, string challenge)
    {
        Response.StatusCode = status;
        Response.Headers.WWWAuthenticate = challenge;
    }
}
