using Microsoft.AspNetCore.Authentication;

namespace Argus.ResourceServer;

/// <summary>How long, and by whom, tokens are answered for that the application had before Argus.</summary>
public sealed class ArgusLegacyOptions : AuthenticationSchemeOptions
{
    /// <summary>Who verifies them; null for the service <see cref="ILegacyTokenVerifier"/>.</summary>
    public ILegacyTokenVerifier? Verifier { get; set; }

    /// <summary>From then on they are refused, and the verifier is not asked any more. Required: a migration has an end.</summary>
    public DateTimeOffset? RefusedAfter { get; set; }

    /// <summary>
    /// Whether a token is one of them; null for all that do not look like a token of Argus. It is not asked about those: none of them ever gets to the verifier.
    /// </summary>
    public Func<string, bool>? IsLegacy { get; set; }

    /// <summary>The scheme that it stands beside.</summary>
    internal string Beside { get; set; } = "";
}
