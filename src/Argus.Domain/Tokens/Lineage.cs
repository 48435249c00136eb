namespace Argus.Domain.Tokens;

// Members stand in the order of their names, as canonical JSON has them.

/// <summary>Who acts for a token's subject (RFC 8693 §4.1).</summary>
/// <param name="Act">Who acted before, for whom this one acts.</param>
/// <param name="Iss">Whose name <paramref name="Sub"/> is, if not this tenant's.</param>
/// <param name="Sub">The actor, as <c>sub</c> has it.</param>
public sealed record TokenActor(TokenActor? Act, string? Iss, string Sub);

/// <summary>The token that another was exchanged from. Whatever ends it ends the other.</summary>
/// <param name="ClientId">To whom it was issued.</param>
/// <param name="Iat">When it was issued, NumericDate seconds.</param>
/// <param name="Iss">Whose token it is, if not this tenant's: a peer's.</param>
/// <param name="Jti">Its <c>jti</c>.</param>
/// <param name="Kid">The key that signed it.</param>
/// <param name="Parent">The token that it was itself exchanged from.</param>
/// <param name="Since">The position by which revocations of wide reach find it; 0 for a peer's.</param>
/// <param name="Sub">Whose it is.</param>
public sealed record TokenParent(string ClientId, long Iat, string? Iss, string Jti, string Kid, TokenParent? Parent, long Since, string Sub);
