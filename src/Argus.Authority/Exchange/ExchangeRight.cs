using Argus.Authority.Clients;
using Argus.Authority.Views;
using Argus.Domain.Kernel;

namespace Argus.Authority.Exchange;

/// <summary>
/// Whether a client may exchange a token (RFC 8693 §2.1, §4.4). It may if the token is for a resource that it serves; if the token itself names it as who may act;
/// or if it has been given the right for a resource that the token is for, unless the token names somebody else.
/// </summary>
internal static class ExchangeRight
{
    /// <returns>Why it may not, for the log; null if it may.</returns>
    public static string? Fault(TenantView tenant, AuthenticatedClient caller, ProvenToken token, string ownIssuer)
    {
        var settings = caller.State.Settings;
        var serves = IsFor(tenant, token, settings.Introspects);

        // A server was shown the token with its proof, and cannot repeat that here. Whoever else brings a bound token must hold its key.
        if (token.Claims.Confirmation is { } key && !serves && (token.Peer is not null || key != caller.Confirmation))
            return "exchange_bound_elsewhere";
        if (serves || token.Claims.MayAct == ClientSubject.Of(caller.Id))
            return IsInService(tenant, token, ownIssuer) ? null : "exchange_audience_not_in_service";
        if (token.Claims.MayAct is not null)
            return "exchange_may_act_of_another";
        return IsFor(tenant, token, settings.Exchanges) || IsForUs(token, ownIssuer) ? null : "exchange_not_allowed";
    }

    /// <summary>A peer made it for this authority, as it makes assertions (RFC 7523 §3). Own tokens for the authority open <c>userinfo</c>, and nothing else.</summary>
    private static bool IsForUs(ProvenToken token, string ownIssuer) => token.Peer is not null && token.Verified.Audiences.Contains(ownIssuer);

    private static bool IsInService(TenantView tenant, ProvenToken token, string ownIssuer) =>
        token.Verified.Audiences.Any(audience => audience == ownIssuer || IsInService(tenant, audience));

    /// <summary>A peer's token counts only where the peer's tokens are admitted.</summary>
    private static bool IsFor(TenantView tenant, ProvenToken token, NameSet resources) => token.Verified.Audiences.Any(audience =>
        resources.Contains(audience) && (token.Peer is not { } peer || peer.Settings.Audiences.Contains(audience)) && IsInService(tenant, audience));

    private static bool IsInService(TenantView tenant, string audience) => ResourceId.TryParse(audience, out var resource) && tenant.Resource(resource).Enabled;
}
