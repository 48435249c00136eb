using System.Text.Json;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Server.Admin.Tenants;

/// <summary>A client, in the terms of RFC 7591, RFC 8705, RFC 9449 and OpenID Connect where they have them. Its secret is never shown.</summary>
internal sealed record ClientResource
{
    /// <summary>Its name.</summary>
    public required string ClientId { get; init; }

    /// <summary>What people call it.</summary>
    public required string? ClientName { get; init; }

    /// <summary>Whether it is served.</summary>
    public required bool Enabled { get; init; }

    /// <summary>How it must authenticate; null for either way of showing its secret, none for a public client.</summary>
    public required string? TokenEndpointAuthMethod { get; init; }

    /// <summary>Its public keys (RFC 7517 §5).</summary>
    public required JsonElement? Jwks { get; init; }

    /// <summary>SHA-256 thumbprints of the self-signed certificates that came with its keys (RFC 8705 §2.2), base64url.</summary>
    public required IReadOnlyList<string> CertificateThumbprints { get; init; }

    /// <summary>Where its public keys are, if not in jwks.</summary>
    public required string? JwksUri { get; init; }

    /// <summary>Its name in SPIFFE.</summary>
    public required string? SpiffeId { get; init; }

    /// <summary>Whom its certificate must be for (RFC 8705 §2.1.2).</summary>
    public required string? TlsClientAuthSubjectDn { get; init; }

    public required string? TlsClientAuthSanDns { get; init; }

    public required string? TlsClientAuthSanUri { get; init; }

    public required string? TlsClientAuthSanIp { get; init; }

    public required string? TlsClientAuthSanEmail { get; init; }

    /// <summary>Whether its access tokens are bound to its certificate (RFC 8705 §3.4).</summary>
    public required bool TlsClientCertificateBoundAccessTokens { get; init; }

    /// <summary>Whether its token requests must come with a DPoP proof (RFC 9449 §5.2).</summary>
    public required bool DpopBoundAccessTokens { get; init; }

    /// <summary>What it may ask by.</summary>
    public required IReadOnlyList<string> GrantTypes { get; init; }

    /// <summary>What it may ask for, space-delimited.</summary>
    public required string Scope { get; init; }

    /// <summary>Whom it may ask tokens for.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>What it may ask for at most, by resource, space-delimited; nothing where it may have all of its scope.</summary>
    public required IReadOnlyDictionary<string, string> ResourceScopes { get; init; }

    /// <summary>The resources that it serves.</summary>
    public required IReadOnlyList<string> Introspects { get; init; }

    /// <summary>The audiences whose tokens it may exchange although it does not serve them (RFC 8693).</summary>
    public required IReadOnlyList<string> Exchanges { get; init; }

    /// <summary>Whether tokens that it gets by exchange leave out that it acts (RFC 8693 §1.1).</summary>
    public required bool Impersonates { get; init; }

    /// <summary>The client that may act for the subjects of its tokens (RFC 8693 §4.4).</summary>
    public required string? MayAct { get; init; }

    /// <summary>Where authorization responses may go.</summary>
    public required IReadOnlyList<string> RedirectUris { get; init; }

    /// <summary>Where a browser may go after a logout.</summary>
    public required IReadOnlyList<string> PostLogoutRedirectUris { get; init; }

    /// <summary>Where it takes logout tokens.</summary>
    public required string? BackchannelLogoutUri { get; init; }

    /// <summary>Whether they must name the session.</summary>
    public required bool BackchannelLogoutSessionRequired { get; init; }

    /// <summary>Whether its authorization requests must be pushed.</summary>
    public required bool RequirePushedAuthorizationRequests { get; init; }

    /// <summary>Whether users are not asked for their consent.</summary>
    public required bool SkipConsent { get; init; }

    /// <summary>Seconds that a grant lasts at most; null for the tenant's.</summary>
    public required int? RefreshAbsoluteLifetime { get; init; }

    /// <summary>Seconds that a grant lasts unused; null for the tenant's.</summary>
    public required int? RefreshIdleLifetime { get; init; }

    public static ClientResource Of(ClientId client, ClientState state) => Of(client, state.Enabled, state.Settings);

    private static ClientResource Of(ClientId client, bool isEnabled, ClientSettings settings) => new()
    {
        ClientId = client.Value,
        ClientName = settings.ClientName,
        Enabled = isEnabled,
        TokenEndpointAuthMethod = settings.AuthMethod,
        Jwks = settings.Jwks is { } keys ? JsonElement.Parse(keys) : null,
        CertificateThumbprints = [.. settings.CertificateThumbprints],
        JwksUri = settings.JwksUri,
        SpiffeId = settings.SpiffeId,
        TlsClientAuthSubjectDn = settings.TlsClientAuthSubjectDn,
        TlsClientAuthSanDns = settings.TlsClientAuthSanDns,
        TlsClientAuthSanUri = settings.TlsClientAuthSanUri,
        TlsClientAuthSanIp = settings.TlsClientAuthSanIp,
        TlsClientAuthSanEmail = settings.TlsClientAuthSanEmail,
        TlsClientCertificateBoundAccessTokens = settings.TlsClientCertificateBoundAccessTokens,
        DpopBoundAccessTokens = settings.DpopBoundAccessTokens,
        GrantTypes = [.. settings.GrantTypes],
        Scope = settings.Scope.ToString(),
        Resources = [.. settings.Resources],
        ResourceScopes = settings.ResourceScopes.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
        Introspects = [.. settings.Introspects],
        Exchanges = [.. settings.Exchanges],
        Impersonates = settings.Impersonates,
        MayAct = settings.MayAct?.Value,
        RedirectUris = [.. settings.RedirectUris],
        PostLogoutRedirectUris = [.. settings.PostLogoutRedirectUris],
        BackchannelLogoutUri = settings.BackchannelLogoutUri,
        BackchannelLogoutSessionRequired = settings.BackchannelLogoutSessionRequired,
        RequirePushedAuthorizationRequests = settings.RequirePushedAuthorizationRequests,
        SkipConsent = settings.SkipConsent,
        RefreshAbsoluteLifetime = settings.RefreshAbsoluteLifetime,
        RefreshIdleLifetime = settings.RefreshIdleLifetime,
    };
}
