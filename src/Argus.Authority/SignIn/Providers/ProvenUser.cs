using Argus.Domain.Users;

namespace Argus.Authority.SignIn.Providers;

/// <summary>Who signed in at an outside provider, by its word.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">Who it is there.</param>
/// <param name="AuthTime">When they authenticated there (NumericDate seconds), if it says.</param>
/// <param name="Claims">What it says of them.</param>
public sealed record ProvenUser(string Issuer, string Subject, long? AuthTime, UserClaims Claims)
{
    /// <summary>Who somebody is, is not for log lines.</summary>
    public override string ToString() => "ProvenUser";
}
