using Microsoft.AspNetCore.Authorization;

namespace Argus.ResourceServer;

/// <summary>What an operation asks of a caller beyond what the scheme asks of all.</summary>
public sealed class ArgusRequirement : IAuthorizationRequirement
{
    /// <param name="scopes">Scopes that are needed, all of them; none by default.</param>
    /// <param name="audience">What <c>aud</c> must hold instead of the scheme's audience. Null: the scheme's.</param>
    /// <param name="clients">
    /// The only callers that may: the <c>client_id</c> of the token, or the current actor's. A peer's clients are named with the prefix of the trust bundle.
    /// None: every caller.
    /// </param>
    /// <exception cref="ArgumentException">A scope that is none (RFC 6749 §3.3), an empty name, or a wildcard.</exception>
    public ArgusRequirement(IEnumerable<string>? scopes = null, string? audience = null, IEnumerable<string>? clients = null)
    {
        Scopes = [.. scopes ?? []];
        Audience = audience;
        Clients = [.. clients ?? []];
        if (!Scopes.All(ArgusOptionsCheck.IsScope)) throw new ArgumentException("Not a scope (RFC 6749 §3.3).", nameof(scopes));
        if (audience is not null && string.IsNullOrWhiteSpace(audience)) throw new ArgumentException("An audience is not empty.", nameof(audience));
        if (Clients.Any(string.IsNullOrWhiteSpace)) throw new ArgumentException("A client's name is not empty.", nameof(clients));
        if (Scopes.Concat(Clients).Append(audience).Contains("*")) throw new ArgumentException("There are no wildcards.");
    }

    public IReadOnlyList<string> Scopes { get; }

    public string? Audience { get; }

    public IReadOnlyList<string> Clients { get; }
}
