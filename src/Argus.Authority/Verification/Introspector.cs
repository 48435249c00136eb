using System.Buffers.Text;
using System.Security.Cryptography;
using Argus.Authority.Clients;
using Argus.Authority.Families;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Verification;

/// <summary>
/// Answers whether a token is good, now, for the one who asks (RFC 7662 §2.2). A token is inactive until it has earned the opposite, and the caller never
/// learns what it lacked; the log does.
/// </summary>
public sealed class Introspector(TrustedTokenJudge judge, RefreshTokenJudge refreshTokens, FeedFollower views, AuditRecorder recorder)
{
    /// <returns>The token if it is active for this caller, else null.</returns>
    /// <exception cref="LogUnavailableException">The view is stale, or the log does not answer: nobody knows.</exception>
    public async ValueTask<ActiveToken?> IntrospectAsync(TenantView tenant, AuthenticatedClient caller, ReadOnlyMemory<byte> compact, Origin origin)
    {
        views.ThrowIfTooOldToAnswer();
        return GrantToken.Parse(GrantTokenKind.RefreshToken, tenant.Id, compact.Span) is { } refreshToken
            ? await RefreshTokenAsync(tenant, caller, refreshToken, compact).ConfigureAwait(false)
            : await AccessTokenAsync(tenant, caller, compact, origin).ConfigureAwait(false);
    }

    /// <summary>Only its own client may ask for it.</summary>
    private async ValueTask<ActiveToken?> RefreshTokenAsync(TenantView tenant, AuthenticatedClient caller, GrantToken refreshToken, ReadOnlyMemory<byte> text)
    {
        var (outcome, token) = await refreshTokens.JudgeAsync(tenant, caller, refreshToken).ConfigureAwait(false);
        await recorder.VerifiedAsync(tenant.Id, tenant.State.Policy, caller.Id, outcome, NameOf(null, text.Span)).ConfigureAwait(false);
        return token;
    }

    private async ValueTask<ActiveToken?> AccessTokenAsync(TenantView tenant, AuthenticatedClient caller, ReadOnlyMemory<byte> compact, Origin origin)
    {
        var judgement = await judge.JudgeAsync(tenant, compact, origin).ConfigureAwait(false);
        if (judgement.IsActive && !IsForCaller(tenant, caller, judgement))
            judgement = judgement with { Outcome = "wrong_audience" };

        // A peer may give its tokens any name, that of one of the tenant's own too.
        var name = NameOf(judgement.Peers is null ? judgement.Token : null, compact.Span);
        await recorder.VerifiedAsync(tenant.Id, tenant.State.Policy, caller.Id, judgement.Outcome, name).ConfigureAwait(false);
        return judgement.IsActive ? ActiveToken.Of(judgement) : null;
    }

    /// <summary>The caller is the server of a resource that the token is for, and that is in service.</summary>
    private static bool IsForCaller(TenantView tenant, AuthenticatedClient caller, in Judgement judgement)
    {
        foreach (var audience in judgement.Peers?.Audiences ?? (IEnumerable<string>)judgement.Token!.Audiences)
        {
            if (caller.State.Settings.Introspects.Contains(audience) && ResourceId.TryParse(audience, out var resource) && tenant.Resource(resource).Enabled)
                return true;
        }

        return false;
    }

    /// <summary>A token that did not verify may say anything of itself: it is known by its own hash.</summary>
    internal static string NameOf(VerifiedToken? token, ReadOnlySpan<byte> compact)
    {
        if (token is not null && Jti.TryParse(token.JwtId, out _))
            return token.JwtId;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(compact, hash);
        return $"sha-256:{Base64Url.EncodeToString(hash)}";
    }
}
