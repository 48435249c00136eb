using Argus.Domain.Kernel;

namespace Argus.Domain.Clients;

/// <summary>What a client may do, in the terms of RFC 7591 §2 where it has them.</summary>
public sealed record ClientSettings
{
    /// <summary>How it must authenticate (RFC 7591 <c>token_endpoint_auth_method</c>); null: by its secret, in the header or in the body.</summary>
    public string? AuthMethod { get; init; }

    public NameSet GrantTypes { get; init; } = NameSet.Empty;

    /// <summary>The resources for which it may introspect: it is, or speaks for, their server.</summary>
    public NameSet Introspects { get; init; } = NameSet.Empty;

    /// <summary>The resources it may ask tokens for.</summary>
    public NameSet Resources { get; init; } = NameSet.Empty;

    public NameSet Scope { get; init; } = NameSet.Empty;
}

/// <summary>Names of client authentication methods (RFC 7591 §2).</summary>
public static class AuthMethod
{
    public const string ClientSecretBasic = "client_secret_basic";
    public const string ClientSecretPost = "client_secret_post";
}

/// <summary>Names of grant types (RFC 7591 §2).</summary>
public static class GrantType
{
    public const string ClientCredentials = "client_credentials";
}

/// <summary>A client secret as it is kept.</summary>
/// <param name="Hash">The secret's hash in the scheme's own form.</param>
/// <param name="Scheme">
/// <c>sha-256</c> for a secret with 256 bits of entropy, which needs no slowing down; <c>identity-v3</c> (salted PBKDF2) for any other.
/// </param>
public sealed record ClientSecret(string Hash, string Scheme)
{
    public const string Sha256 = "sha-256";
    public const string Slow = "identity-v3";

    /// <summary>A hash is not for logs either.</summary>
    public override string ToString() => $"ClientSecret({Scheme})";
}
