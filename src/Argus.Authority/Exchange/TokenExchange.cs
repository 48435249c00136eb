using Argus.Domain.Kernel;

namespace Argus.Authority.Exchange;

/// <summary>A request for one token in exchange for another (RFC 8693 §2.1).</summary>
/// <param name="Subject">The token to exchange.</param>
/// <param name="Actor">The token of whoever acts, if that is not the client itself.</param>
/// <param name="Scope">The scopes asked for; null if none was named.</param>
/// <param name="Targets">The resources named, each once.</param>
/// <param name="RequestedType">One of <see cref="TokenKind"/>.</param>
public sealed record TokenExchange(TypedToken Subject, TypedToken? Actor, NameSet? Scope, IReadOnlyList<string> Targets, string RequestedType);

/// <summary>A token that a client brings.</summary>
/// <param name="Compact">ASCII, as it came.</param>
/// <param name="Type">What it is said to be: one of <see cref="TokenKind"/>.</param>
public sealed record TypedToken(ReadOnlyMemory<byte> Compact, string Type)
{
    /// <summary>A token is not for logs.</summary>
    public override string ToString() => $"TypedToken({Type})";
}
