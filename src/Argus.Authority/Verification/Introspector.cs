using System.Buffers.Text;
using System.Security.Cryptography;
using Argus.Authority.Clients;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Verification;

/// <summary>
/// Answers whether a token is good, now, for the one who asks (RFC 7662 §2.2). A token is inactive until it has earned the opposite, and the caller never
/// learns what it lacked; the log does.
/// </summary>
public sealed class Introspector(
    AuthorityOptions options, AccessTokenVerifier verifier, FeedFollower views, IssuedTokens issuedTokens, AuditRecorder recorder, IEventLog log)
{
    private const string Active = "active";

    private readonly Recent<(TenantId, string), bool> _alerted = new(4_096);

    /// <returns>The token if it is active for this caller, else null.</returns>
    /// <exception cref="LogUnavailableException">The view is stale, or the log does not answer: nobody knows.</exception>
    public async ValueTask<VerifiedToken?> IntrospectAsync(TenantView tenant, AuthenticatedClient caller, ReadOnlyMemory<byte> compact, Origin origin)
    {
        views.ThrowIfOlderThan(options.MaxStaleness);
        var fault = verifier.Verify(tenant, compact.Span, out var token);
        var outcome = token is null ? $"refused:{fault}" : await JudgeAsync(tenant, caller, token, origin).ConfigureAwait(false);

        await recorder.VerifiedAsync(tenant.Id, tenant.State.Policy, caller.Id, outcome, NameOf(token, compact.Span)).ConfigureAwait(false);
        return outcome == Active ? token : null;
    }

    private async ValueTask<string> JudgeAsync(TenantView tenant, AuthenticatedClient caller, VerifiedToken token, Origin origin)
    {
        if (!Jti.TryParse(token.JwtId, out var jti) || !await issuedTokens.ContainsAsync(tenant.Id, jti, token.Digest).ConfigureAwait(false))
        {
            await AlertAsync(tenant, token, origin).ConfigureAwait(false);
            return "never_issued";
        }

        if (tenant.Revoked.Contains(jti))
            return "revoked";
        if (!ClientId.TryParse(token.ClientId, out var client) || !tenant.Client(client).Enabled)
            return "client_disabled";
        return IsForCaller(tenant, caller, token) ? Active : "wrong_audience";
    }

    /// <summary>The caller is the server of a resource that the token is for, and that is in service.</summary>
    private static bool IsForCaller(TenantView tenant, AuthenticatedClient caller, VerifiedToken token)
    {
        foreach (var audience in token.Audiences)
        {
            if (caller.State.Settings.Introspects.Contains(audience) && ResourceId.TryParse(audience, out var resource) && tenant.Resource(resource).Enabled)
                return true;
        }

        return false;
    }

    /// <summary>The key signed what the log does not know: somebody else has it. One alert for each such token.</summary>
    private async ValueTask AlertAsync(TenantView tenant, VerifiedToken token, Origin origin)
    {
        var digest = Base64Url.EncodeToString(token.Digest);
        var jti = token.JwtId.Length <= 128 ? token.JwtId : token.JwtId[..128];
        if (_alerted.Find((tenant.Id, digest)) is not null || !Kid.TryParse(token.Kid, out var kid))
            return;
        var alert = new UnloggedTokenSeen(digest, jti, kid);
        await log.AppendAsync(
            new Append(tenant.Id.Value, new StreamAppend($"unlogged:{digest}", 0, [Entries.Of(alert, origin)])), CancellationToken.None).ConfigureAwait(false);
        _alerted.Add((tenant.Id, digest), true);
    }

    /// <summary>A token that did not verify may say anything of itself: it is known by its own hash.</summary>
    private static string NameOf(VerifiedToken? token, ReadOnlySpan<byte> compact)
    {
        if (token is not null && Jti.TryParse(token.JwtId, out _))
            return token.JwtId;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(compact, hash);
        return $"sha-256:{Base64Url.EncodeToString(hash)}";
    }
}
