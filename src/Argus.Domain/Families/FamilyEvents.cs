using Argus.Domain.Kernel;
using Argus.Domain.Tokens;

namespace Argus.Domain.Families;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds (RFC 7519 §2). Of codes and refresh tokens the log
// knows the digest only: SHA-256 of the whole token, base64url.

public interface IFamilyEvent : IDomainEvent;

/// <summary>An event that issues tokens; the entry's version in the stream is the version in their <c>jti</c>.</summary>
public interface IFamilyIssuance : IFamilyEvent
{
    /// <summary>The refresh token's generation that the tokens belong to.</summary>
    int Generation { get; }

    IdTokenIssued? IdToken { get; }

    /// <summary>The position of the entry with which the user allowed the family: what revokes that entry revokes the token.</summary>
    long Since { get; }

    TokenIssued Token { get; }
}

/// <summary>A device asks for a user's permission (RFC 8628 §3.1).</summary>
/// <param name="ClientId">The client on it.</param>
/// <param name="Digest">Of the device code.</param>
/// <param name="Exp">When the question is over.</param>
/// <param name="Resources">What it wants to reach.</param>
/// <param name="Scope">What it wants to do there.</param>
public sealed record FamilyDeviceRequested(ClientId ClientId, string Digest, long Exp, NameSet Resources, NameSet Scope) : IFamilyEvent;

/// <summary>A user allowed a client what it asked for.</summary>
/// <param name="Acr">How well the user's identity is known (OpenID Connect Core §2).</param>
/// <param name="Amr">By what methods (RFC 8176).</param>
/// <param name="AuthTime">When the user authenticated.</param>
/// <param name="ClientId">Who asked.</param>
/// <param name="Code">The authorization code that was made for it; null for a device, which has its own.</param>
/// <param name="Nonce">The client's, for the ID token.</param>
/// <param name="Resources">The resources that tokens may be for; none for tokens that reach nothing but <c>userinfo</c>.</param>
/// <param name="Scope">All that was allowed.</param>
/// <param name="Session">The session of the browser that the user was in.</param>
/// <param name="Subject">The user.</param>
public sealed record FamilyAuthorized(
    string Acr,
    NameSet Amr,
    long AuthTime,
    ClientId ClientId,
    AuthorizationCode? Code,
    string? Nonce,
    NameSet Resources,
    NameSet Scope,
    string? Session,
    SubjectId Subject) : IFamilyEvent;

/// <summary>An authorization code, and what must come with it (RFC 6749 §4.1.3, RFC 7636 §4.6).</summary>
/// <param name="Challenge"><c>code_challenge</c> by S256.</param>
/// <param name="Digest">Of the code.</param>
/// <param name="DpopJkt">Thumbprint of the DPoP key that it must come with (RFC 9449 §10); null for any or none.</param>
/// <param name="Exp">When it is over.</param>
/// <param name="RedirectUri">As it came with the request; null if none came.</param>
public sealed record AuthorizationCode(string Challenge, string Digest, string? DpopJkt, long Exp, string? RedirectUri);

/// <summary>The user refused the device.</summary>
public sealed record FamilyDenied : IFamilyEvent;

/// <summary>The code was redeemed for the family's first tokens.</summary>
/// <param name="Binding">What the refresh tokens are bound to (<c>jkt</c> of RFC 9449, <c>x5t#S256</c> of RFC 8705), if to anything.</param>
/// <param name="Digest">Of the first refresh token; null if the family has none.</param>
/// <param name="Exp">When the family ends, whatever happens.</param>
/// <param name="IdToken">The ID token, if one was issued.</param>
/// <param name="Since">See <see cref="IFamilyIssuance.Since"/>.</param>
/// <param name="Token">The access token.</param>
public sealed record FamilyOpened(string? Binding, string? Digest, long Exp, IdTokenIssued? IdToken, long Since, TokenIssued Token) : IFamilyIssuance
{
    int IFamilyIssuance.Generation => 0;
}

/// <summary>The live refresh token was used, and has a successor.</summary>
/// <param name="Digest">Of the successor.</param>
/// <param name="Generation">The successor's, from 1.</param>
public sealed record RefreshRotated(string Digest, int Generation, IdTokenIssued? IdToken, long Since, TokenIssued Token) : IFamilyIssuance;

/// <summary>The refresh token before the live one was used again in time, and answered with the same successor.</summary>
/// <param name="Generation">That successor's.</param>
/// <param name="Kind">One of <see cref="RetryKind"/>.</param>
public sealed record RefreshRetried(int Generation, IdTokenIssued? IdToken, string Kind, long Since, TokenIssued Token) : IFamilyIssuance;

/// <summary>Why a spent refresh token was answered.</summary>
public static class RetryKind
{
    /// <summary>Several tabs or threads share one store of tokens.</summary>
    public const string Concurrent = "concurrent";

    /// <summary>The answer with the successor did not arrive.</summary>
    public const string LostResponse = "lost_response";
}

/// <summary>A refresh token or code of this family was refused without a change.</summary>
/// <param name="Reason">Why; the caller was not told.</param>
public sealed record RefreshRejected(string Reason) : IFamilyEvent;

/// <summary>A refresh token came with another key than it is bound to.</summary>
/// <param name="Binding">The key that it came with, if with one.</param>
public sealed record RefreshBindingMismatched(string? Binding) : IFamilyEvent;

/// <summary>An access token of the generation was seen in use: its answer arrived, and the one before it is not needed any more.</summary>
public sealed record RefreshConfirmed(int Generation) : IFamilyEvent;

/// <summary>The family is dead, with all tokens that it ever issued.</summary>
/// <param name="Reason">One of <see cref="FamilyRevocation"/>, or an operator's own words.</param>
public sealed record FamilyRevoked(string Reason) : IFamilyEvent;

/// <summary>Why families are revoked.</summary>
public static class FamilyRevocation
{
    /// <summary>A refresh token was used again when no retry explains it: it is in two hands.</summary>
    public const string Reuse = "reuse";

    /// <summary>Another client presented it.</summary>
    public const string ClientMismatch = "client_mismatch";

    /// <summary>The authorization code was used again (RFC 6749 §4.1.2).</summary>
    public const string CodeReplayed = "code_replayed";

    /// <summary>Its client revoked it (RFC 7009).</summary>
    public const string RevokedByClient = "revoked_by_client";
}
