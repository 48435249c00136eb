using Argus.Domain.DelegatedSignIns;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;

namespace Argus.Authority.SignIn.Providers;

/// <summary>What an outside provider's word is worth here.</summary>
public static class ProvenAuthentication
{
    /// <summary>How well the user is known (OpenID Connect Core §2): another says so.</summary>
    private const string Level = "0";
    private const string Method = "ext";

    /// <summary>The provider's clock is another.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A provider that did not ask the user again does not count as one that did: who authenticated there before the sign-in began did not do so for the
    /// authorization request, whatever <c>prompt</c> the provider was sent. A provider that does not say when is taken at its word.
    /// </summary>
    /// <param name="delegated">How the sign-in began.</param>
    /// <param name="user">As the provider answered.</param>
    /// <param name="now">When it did.</param>
    public static Authentication Of(SignInDelegated delegated, ProvenUser user, DateTimeOffset now)
    {
        var began = DateTimeOffset.FromUnixTimeSeconds(delegated.Exp) - DelegatedSignIns.Lifetime;
        var authTime = Math.Min(user.AuthTime ?? now.ToUnixTimeSeconds(), now.ToUnixTimeSeconds());
        return new Authentication(Level, NameSet.Of(Method), authTime, authTime < (began - Skew).ToUnixTimeSeconds() ? null : delegated.Request);
    }
}
