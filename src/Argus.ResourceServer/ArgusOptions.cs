using Microsoft.AspNetCore.Authentication;

namespace Argus.ResourceServer;

/// <summary>Whose tokens are accepted, for what, and how strictly. Read once when the API starts.</summary>
public sealed class ArgusOptions : AuthenticationSchemeOptions
{
    /// <summary>The issuers that are trusted, each exactly as it stands in <c>iss</c>: https, or http on loopback; no query, no fragment, no slash at the end.</summary>
    public IList<string> Issuers { get; } = [];

    /// <summary>
    /// Where an anchor publishes its trust bundle: <c>{issuer}/.well-known/trust-bundle</c> of one of <see cref="Issuers"/>. Tokens of the peers in it are
    /// accepted too, within the bounds that the anchor sets. Null for none.
    /// </summary>
    public Uri? TrustBundle { get; set; }

    /// <summary>What <c>aud</c> of a token must hold, at every operation that does not ask for another by <see cref="ArgusAuthorizeAttribute.Audience"/>. Required.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Other names of the same API: one of them will do instead of <see cref="Audience"/>.</summary>
    public IList<string> Audiences { get; } = [];

    /// <summary>Scopes that every operation needs; all of them.</summary>
    public IList<string> RequiredScopes { get; } = [];

    /// <summary>How far the issuers' clocks may be off: 0 to 300 s.</summary>
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The most that <c>exp − iat</c> may be: 1 to 3600 s.</summary>
    public TimeSpan MaxTokenLifetime { get; set; } = TimeSpan.FromSeconds(3600);

    /// <summary>
    /// Takes each token once. What was used is remembered in this process until it expires, <see cref="SingleUseCapacity"/> at most; when that many live
    /// tokens are remembered, further ones are answered 503.
    /// </summary>
    public bool SingleUse { get; set; }

    /// <summary>Tokens and DPoP proofs that are remembered as used: 1,000 to 10,000,000.</summary>
    public int SingleUseCapacity { get; set; } = 500_000;

    /// <summary>Verified tokens whose signature is not checked again: 0 (none) to 1,000,000. All else is checked for every request.</summary>
    public int RememberedTokens { get; set; } = 10_000;

    /// <summary>Whether a revoked token is found out before it expires.</summary>
    public RevocationMode Revocation { get; set; } = RevocationMode.Required;

    /// <summary>The greatest age of the view of revocations: 1 s to 1 h. Beyond it: 503.</summary>
    public TimeSpan MaxStaleness { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long keys are good that cannot be refreshed: 0 to 7 d. Beyond it: 503.</summary>
    public TimeSpan KeysStaleFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Refuses tokens that are bound to no key (<c>cnf</c>). A bound token always needs its proof.</summary>
    public bool RequireConfirmation { get; set; }

    /// <summary>
    /// The API's address as its clients know it, for the URL in DPoP proofs: scheme, host, and the path that a proxy takes away, if any. Null: the origin of
    /// <see cref="Audience"/>, if that is a URL; else no DPoP proof is good here. It is never taken from the request.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>What documents of the issuers are fetched through; null for the platform's own. It must not follow redirects.</summary>
    public HttpMessageHandler? Backchannel { get; set; }
}
