using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.Tokens;

// Members stand in the order of their names, as canonical JSON has them. Times are NumericDate seconds (RFC 7519 §2).

public interface ITokenEvent : IDomainEvent;

/// <summary>
/// An access token is about to be signed. RS256 is deterministic, so the digest of what is signed fixes the whole token.
/// </summary>
/// <param name="Act">Who acts for the subject, if not the subject itself.</param>
/// <param name="Cnf">The key that it is bound to, if to one.</param>
/// <param name="Digest">SHA-256 of <c>header.payload</c>, base64url.</param>
/// <param name="MayAct">The client that may act for the subject with it (RFC 8693 §4.4), if one may.</param>
/// <param name="Parent">What it was exchanged from, if it was.</param>
public sealed record TokenIssued(
    TokenActor? Act,
    NameSet Aud,
    ClientId ClientId,
    Confirmation? Cnf,
    string Digest,
    long Exp,
    long Iat,
    Jti Jti,
    Kid Kid,
    ClientId? MayAct,
    TokenParent? Parent,
    [property: JsonConverter(typeof(RecurringTextConverter))] string? Scope,
    [property: JsonConverter(typeof(RecurringTextConverter))] string Sub) : ITokenEvent;

/// <summary>The token is not to be honoured any more.</summary>
/// <param name="Exp">When it would have expired: until then the revocation must be remembered.</param>
/// <param name="Jti">Which.</param>
/// <param name="Reason">An operator's words; null if its client revoked it.</param>
public sealed record TokenRevoked(long Exp, Jti Jti, string? Reason = null) : ITokenEvent;

/// <summary>
/// Whatever was issued before is not to be honoured any more: to a subject, to a client, to a client for a subject, or, with neither named, by the tenant.
/// </summary>
/// <param name="Before">The first position that is not touched; null for this entry's own.</param>
/// <param name="ClientId">Whose tokens.</param>
/// <param name="NotBefore">The same in NumericDate seconds, for who does not see positions.</param>
/// <param name="Reason">Why, in an operator's words.</param>
/// <param name="Subject">Whose tokens, as <c>sub</c> has it.</param>
public sealed record TokensRevoked(long? Before, ClientId? ClientId, long NotBefore, string Reason, string? Subject) : IDomainEvent;

/// <summary>
/// Somebody presented a token that this tenant's key signed and the log does not know: the key signs elsewhere.
/// </summary>
/// <param name="Digest">SHA-256 of its <c>header.payload</c>, base64url.</param>
/// <param name="Jti">Its <c>jti</c> as it stood there, cut to 128 characters.</param>
/// <param name="Kid">The key that signed it; null where it is only known from a resource server's receipt.</param>
public sealed record UnloggedTokenSeen(string Digest, string Jti, Kid? Kid) : IDomainEvent
{
    /// <summary>One alert for each such token, whoever sees it.</summary>
    public static string StreamOf(string digest) => $"unlogged:{digest}";
}

/// <summary>Tokens that were introspected at one node in a short while.</summary>
/// <param name="Verifications">By caller and outcome.</param>
public sealed record VerificationsRecorded(IReadOnlyList<Verifications> Verifications) : IDomainEvent;

/// <summary>What one caller was told about which tokens.</summary>
/// <param name="Caller">The client that asked.</param>
/// <param name="Outcome"><c>active</c>, or why not; the caller was not told.</param>
/// <param name="Tokens">How often each token was asked for, by <c>jti</c>, or by a digest for what has none that can be believed.</param>
public sealed record Verifications(ClientId Caller, string Outcome, SortedDictionary<string, int> Tokens);
