using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Authority.Issuance;

/// <summary>An authenticated client asks for a token for itself (RFC 6749 §4.4).</summary>
/// <param name="Tenant">Whose token.</param>
/// <param name="ClientId">Who asks.</param>
/// <param name="Client">That client, as it was when it authenticated.</param>
/// <param name="Scope">The scopes asked for; null if none was named.</param>
/// <param name="Resources">The values of <c>resource</c> (RFC 8707).</param>
public sealed record TokenRequest(TenantView Tenant, ClientId ClientId, ClientState Client, NameSet? Scope, IReadOnlyList<string> Resources)
{
    /// <summary>The key that the token is to be bound to, if to one.</summary>
    public Confirmation? Confirmation { get; init; }
}

/// <summary>What is granted: one audience, and the scopes that mean something there.</summary>
internal readonly record struct Grant(ResourceId Audience, NameSet Scope);

/// <summary>What became of a request for a token.</summary>
/// <param name="Refusal">Why there is none.</param>
/// <param name="AccessToken">ASCII of the signed token.</param>
/// <param name="ExpiresIn">Seconds.</param>
/// <param name="Scope">What was granted; null for no scope.</param>
public readonly record struct TokenAnswer(OAuthRefusal? Refusal, ReadOnlyMemory<byte> AccessToken, int ExpiresIn, string? Scope)
{
    /// <summary>ASCII of the signed ID token; empty if there is none.</summary>
    public ReadOnlyMemory<byte> IdToken { get; init; }

    /// <summary>What kind of token an exchange gave (RFC 8693 §2.2.1); null where nothing was exchanged.</summary>
    public string? IssuedTokenType { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>What the access token is bound to; null for a bearer token.</summary>
    public Confirmation? Confirmation { get; init; }

    public static TokenAnswer Refused(OAuthRefusal refusal) => new(refusal, default, 0, null);
}
