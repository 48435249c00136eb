using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Authorization;

/// <summary>The parameter <c>id_token_hint</c> (OpenID Connect Core §3.1.2.1): an ID token of this issuer for the client. It may have expired.</summary>
public sealed class IdTokenHint(Issuers issuers, TimeProvider clock)
{
    /// <param name="tenant">Whose token it must be.</param>
    /// <param name="client">Whom it must be for.</param>
    /// <param name="text">The parameter, if it came.</param>
    /// <param name="subject">Of whom it is; null if none came.</param>
    /// <returns>False if it is no such token.</returns>
    public bool TryRead(TenantView tenant, ClientId client, string? text, out string? subject)
    {
        subject = null;
        if (text is null)
            return true;
        var token = ExpiredIdToken.Read(tenant, issuers.Of(tenant), text, kid => KeyOf(tenant, kid), clock.GetUtcNow());
        if (token?.Audiences.Contains(client.Value) != true)
            return false;
        subject = token.Subject;
        return true;
    }

    /// <summary>A key that is on show. What a revoked key signed may be anybody's.</summary>
    private static VerificationKey? KeyOf(TenantView tenant, string kid) =>
        Kid.TryParse(kid, out var id) && tenant.Keys.Ring.Find(id) is { Published: true } ? tenant.Keys.Find(kid) : null;
}
