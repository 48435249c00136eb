using Argus.Jose;
using Argus.ResourceServer.Revocation;

namespace Argus.ResourceServer;

/// <summary>An access token (RFC 9068) that this resource server has found to be right: signature, issuer, audience and times.</summary>
public sealed class AccessToken
{
    internal AccessToken(VerifiedToken verified) => Verified = verified;

    /// <summary><c>iss</c></summary>
    public string Issuer => Verified.Issuer;

    /// <summary><c>sub</c>: the user, or <c>client:{client_id}</c> when a service acts for itself.</summary>
    public string Subject => Verified.Subject;

    /// <summary><c>client_id</c>: to whom it was issued.</summary>
    public string ClientId => Verified.ClientId;

    /// <summary><c>jti</c></summary>
    public string JwtId => Verified.JwtId;

    /// <summary>The signing key.</summary>
    public string Kid => Verified.Kid;

    /// <summary><c>aud</c></summary>
    public IReadOnlyList<string> Audiences => Verified.Audiences;

    /// <summary><c>scope</c>, taken apart.</summary>
    public IReadOnlySet<string> Scopes { get; internal init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary><c>iat</c>, NumericDate seconds.</summary>
    public long IssuedAt => Verified.IssuedAt;

    /// <summary><c>exp</c>, NumericDate seconds.</summary>
    public long ExpiresAt => Verified.ExpiresAt;

    /// <summary><c>fid</c>: the refresh-token family that it is of; null for none.</summary>
    public string? FamilyId { get; internal init; }

    /// <summary><c>act</c> (RFC 8693 §4.1): who acts for the subject, the current actor first, those before behind it. Empty when the subject acts itself.</summary>
    public IReadOnlyList<Actor> Actors { get; internal init; } = [];

    /// <summary><c>anc</c>: the tokens that it was exchanged from, the nearest first. It dies with any of them.</summary>
    public IReadOnlyList<TokenAncestor> Ancestors { get; internal init; } = [];

    /// <summary><c>cnf</c> (RFC 7800): the key that whoever presents it must hold; null for a bearer token.</summary>
    public TokenConfirmation? Confirmation { get; internal init; }

    /// <summary>What goes before names of users and clients when this API speaks of them: empty, or an anchor's prefix for a peer, whose names are not ours.</summary>
    internal string NamePrefix { get; init; } = "";

    /// <summary>By which names it can be revoked, besides its own.</summary>
    internal RevocableNames Names => field ??= RevocableNames.Of(this);

    internal VerifiedToken Verified { get; }
}

/// <summary>One who acts for a subject.</summary>
/// <param name="Subject">Its <c>sub</c>.</param>
/// <param name="Issuer">Its <c>iss</c>, when it is another's than the token's.</param>
public sealed record Actor(string Subject, string? Issuer = null);

/// <summary>A token that another was exchanged from.</summary>
/// <param name="JwtId">Its <c>jti</c>.</param>
/// <param name="ClientId">To whom it was issued.</param>
/// <param name="Issuer">Its <c>iss</c>, when it is a peer's.</param>
/// <param name="KeyId">The <c>kid</c> of the key that signed it; null where the token does not say.</param>
public sealed record TokenAncestor(string JwtId, string ClientId, string? Issuer = null, string? KeyId = null);

/// <summary>What a token is bound to.</summary>
/// <param name="Method"><see cref="Jkt"/> (RFC 9449 §6.1) or <see cref="X5tS256"/> (RFC 8705 §3.1).</param>
/// <param name="Thumbprint">SHA-256, base64url.</param>
public sealed record TokenConfirmation(string Method, string Thumbprint)
{
    public const string Jkt = "jkt";
    public const string X5tS256 = "x5t#S256";
}
