using Argus.Domain.DelegatedSignIns;
using Argus.Domain.Kernel;

namespace Argus.Authority.SignIn.Providers;

/// <summary>
/// What a sign-in at a provider needs and the log must not know, all made of one secret that only the browser keeps: so the log cannot be used to finish a
/// sign-in that somebody else began, and no table of secrets is needed.
/// </summary>
/// <param name="secret">A <see cref="RandomSecret"/>.</param>
/// <param name="id">Of the sign-in. Several may run in one browser.</param>
public sealed class BrowserSecret(string secret, DelegatedSignInId id)
{
    /// <summary>For the log.</summary>
    public string Digest => Derive("argus browser");

    /// <summary>RFC 7636 §4.1.</summary>
    public string CodeVerifier => Derive("argus pkce");

    /// <summary>RFC 7636 §4.2, S256.</summary>
    public string CodeChallenge => TextDigest.Of(CodeVerifier);

    /// <summary>OpenID Connect Core §3.1.2.1.</summary>
    public string Nonce => Derive("argus nonce");

    // All parts have one length for each purpose: no two inputs are the same bytes.
    private string Derive(string purpose) => TextDigest.Of($"{purpose}{secret}{id}");
}
