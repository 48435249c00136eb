using Argus.Authority;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Server.Admin;

/// <summary>
/// Lets in who presents an access token (RFC 6750 §2.1) of tenant <c>system</c>, made for the Admin API, with a scope that the endpoint asks for. The token is
/// judged as at introspection: against the log and every revocation, now.
/// </summary>
internal sealed class AdminAuthentication(
    TenantDirectory directory, FeedFollower views, TokenJudge judge, ProofOfPossession possession, AuditRecorder recorder, Issuers issuers)
{
    public async Task AuthenticateAsync(HttpContext http, RequestDelegate next)
    {
        // What is no route of ours does nothing but answer 404, 405 or 415.
        var wanted = http.GetEndpoint()?.Metadata.GetMetadata<AdminScope>();
        if (http.GetEndpoint() is not RouteEndpoint || wanted == AdminScope.None)
        {
            await next(http).ConfigureAwait(false);
            return;
        }

        if (await CallerAsync(http).ConfigureAwait(false) is not { } token)
        {
            await RefuseAsync(http, StatusCodes.Status401Unauthorized, null).ConfigureAwait(false);
            return;
        }

        var scopes = token.Scope?.Split(' ') ?? [];
        if (wanted is null || !wanted.AnyOf.Any(scopes.Contains))
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, wanted).ConfigureAwait(false);
            return;
        }

        http.Features.Set(new AdminCaller(token.Subject, scopes));
        await next(http).ConfigureAwait(false);
    }

    /// <returns>The caller's token, or null if there is none that is good here.</returns>
    private async Task<VerifiedToken?> CallerAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization is not [{ } header] || BearerToken.Read(header, out var isDpop) is not { } compact)
            return null;
        views.ThrowIfTooOldToAnswer();
        if (directory.Find(TenantId.System.Value) is not { State.Enabled: true } system)
            return null;

        var origin = RequestOrigin.Of(http, "admin:unknown");
        var judgement = await judge.JudgeAsync(system, compact, origin).ConfigureAwait(false);
        var presented = new PresentedToken(compact, isDpop, UrlOf(http));
        if (judgement.IsActive && judgement.Token!.Audiences.Contains(issuers.AdminResource)
            && await possession.FaultAsync(http, system, presented, judgement.Token).ConfigureAwait(false) is null)
            return judgement.Token;
        recorder.AuthenticationRefused(system.Id, null, "admin_token", origin.Source);
        return null;
    }

    private string UrlOf(HttpContext http) => issuers.PublicUrl + http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>RFC 6750 §3.1: who sent no token is not told more than that one is needed.</summary>
    private static Task RefuseAsync(HttpContext http, int status, AdminScope? wanted)
    {
        var error = status == StatusCodes.Status403Forbidden ? $", error=\"insufficient_scope\", scope=\"{string.Join(' ', wanted?.AnyOf ?? [])}\""
            : http.Request.Headers.Authorization.Count > 0 ? ", error=\"invalid_token\"" : "";
        http.Response.Headers.WWWAuthenticate = $"{BearerAnswer.SchemeOf(http.Request)} realm=\"admin\"{error}";
        return status == StatusCodes.Status403Forbidden
            ? Problem.Of(status, "insufficient_scope", "The access token lacks the scope that this asks for.").ExecuteAsync(http)
            : Problem.Of(status, "unauthorized", "An access token of tenant 'system' for the Admin API is needed.").ExecuteAsync(http);
    }
}
