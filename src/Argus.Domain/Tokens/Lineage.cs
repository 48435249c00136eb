using System.Text.Json.Serialization;

namespace Argus.Domain.Tokens;

// Members stand in the order of their names, as canonical JSON has them.

/// <summary>Who acts for a token's subject (RFC 8693 §4.1).</summary>
/// <param name="Act">Who acted before, for whom this one acts.</param>
/// <param name="Iss">Whose name <paramref name="Sub"/> is, if not this tenant's.</param>
/// <param name="Sub">The actor, as <c>sub</c> has it.</param>
public sealed record TokenActor(TokenActor? Act, string? Iss, string Sub)
{
    /// <summary>How many act, one for the other.</summary>
    [JsonIgnore]
    public int Depth => 1 + (Act?.Depth ?? 0);
}

/// <summary>The token that another was exchanged from. Whatever ends it ends the other.</summary>
/// <param name="ClientId">To whom it was issued.</param>
/// <param name="Iat">When the log took it; for a peer's, when it was issued. NumericDate seconds.</param>
/// <param name="Iss">Whose token it is, if not this tenant's: a peer's.</param>
/// <param name="Jti">Its <c>jti</c>.</param>
/// <param name="Kid">The key that signed it.</param>
/// <param name="Parent">The token that it was itself exchanged from.</param>
/// <param name="Since">The position by which revocations of wide reach find it; 0 for a peer's.</param>
/// <param name="Sub">Whose it is.</param>
public sealed record TokenParent(string ClientId, long Iat, string? Iss, string Jti, string Kid, TokenParent? Parent, long Since, string Sub)
{
    /// <summary>How many tokens there are from here to the first.</summary>
    [JsonIgnore]
    public int Depth => 1 + (Parent?.Depth ?? 0);
}

/// <summary>What is behind a token that was exchanged from another.</summary>
/// <param name="Act">Who acts for its subject.</param>
/// <param name="Parent">The token before it.</param>
public sealed record Lineage(TokenActor? Act, TokenParent? Parent)
{
    /// <summary>No token has more actors, nor more tokens before it: who calls itself by way of others comes to an end.</summary>
    public const int Deepest = 5;

    /// <returns>Null for a token that stands for itself.</returns>
    public static Lineage? Of(TokenIssued token) => token.Act is null && token.Parent is null ? null : new Lineage(token.Act, token.Parent);

    public bool IsTooDeep => Act?.Depth > Deepest || Parent?.Depth > Deepest;
}
