using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Authority.Provisioning;

/// <summary>A client; members that are null are not spoken of.</summary>
public sealed record ClientDescription(string Path, ClientId ClientId)
{
    public string? Secret { get; init; }

    public string? AuthMethod { get; init; }

    public bool? BackchannelLogoutSessionRequired { get; init; }

    public Said<string?>? BackchannelLogoutUri { get; init; }

    public bool? DpopBoundAccessTokens { get; init; }

    public NameSet? Exchanges { get; init; }

    public NameSet? GrantTypes { get; init; }

    public bool? Impersonates { get; init; }

    public NameSet? Introspects { get; init; }

    public Said<ClientId?>? MayAct { get; init; }

    public Said<string?>? Name { get; init; }

    public ClientProofs Proofs { get; init; } = new();

    public NameSet? PostLogoutRedirectUris { get; init; }

    public NameSet? RedirectUris { get; init; }

    public Said<int?>? RefreshAbsoluteLifetime { get; init; }

    public Said<int?>? RefreshIdleLifetime { get; init; }

    public bool? RequirePushedAuthorizationRequests { get; init; }

    public ResourceScopes? ResourceScopes { get; init; }

    public NameSet? Resources { get; init; }

    public NameSet? Scope { get; init; }

    public bool? SkipConsent { get; init; }

    public bool? TlsClientCertificateBoundAccessTokens { get; init; }

    /// <summary>The place of the client in the document, for messages about several of its members.</summary>
    public string Place => Path.Length == 0 ? "document" : Path;

    public ClientSettings On(ClientSettings settings) => Proofs.On(settings) with
    {
        AuthMethod = AuthMethod ?? settings.AuthMethod,
        BackchannelLogoutSessionRequired = BackchannelLogoutSessionRequired ?? settings.BackchannelLogoutSessionRequired,
        BackchannelLogoutUri = BackchannelLogoutUri is { } logout ? logout.Value : settings.BackchannelLogoutUri,
        ClientName = Name is { } name ? name.Value : settings.ClientName,
        DpopBoundAccessTokens = DpopBoundAccessTokens ?? settings.DpopBoundAccessTokens,
        Exchanges = Exchanges ?? settings.Exchanges,
        GrantTypes = GrantTypes ?? settings.GrantTypes,
        Impersonates = Impersonates ?? settings.Impersonates,
        Introspects = Introspects ?? settings.Introspects,
        MayAct = MayAct is { } mayAct ? mayAct.Value : settings.MayAct,
        PostLogoutRedirectUris = PostLogoutRedirectUris ?? settings.PostLogoutRedirectUris,
        RedirectUris = RedirectUris ?? settings.RedirectUris,
        RefreshAbsoluteLifetime = RefreshAbsoluteLifetime is { } absolute ? absolute.Value : settings.RefreshAbsoluteLifetime,
        RefreshIdleLifetime = RefreshIdleLifetime is { } idle ? idle.Value : settings.RefreshIdleLifetime,
        RequirePushedAuthorizationRequests = RequirePushedAuthorizationRequests ?? settings.RequirePushedAuthorizationRequests,
        ResourceScopes = ResourceScopes ?? settings.ResourceScopes,
        Resources = Resources ?? settings.Resources,
        Scope = Scope ?? settings.Scope,
        SkipConsent = SkipConsent ?? settings.SkipConsent,
        TlsClientCertificateBoundAccessTokens = TlsClientCertificateBoundAccessTokens ?? settings.TlsClientCertificateBoundAccessTokens,
    };

    /// <summary>The place of a member in the document.</summary>
    public string At(string member) => Path.Length == 0 ? member : $"{Path}.{member}";

    /// <summary>A secret is not for logs.</summary>
    public override string ToString() => $"ClientDescription({ClientId})";
}

/// <summary>What a document says of a member that can be taken away again, which it does with null.</summary>
public readonly record struct Said<T>(T Value);
