namespace Argus.Cli.Attacks;

/// <summary>Access tokens that A's attacker makes up: right in all but the key, which the attacker does not have.</summary>
internal static class Forgery
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(120);

    /// <summary>Says that it is B's, of B's user; under a key of the attacker's that is called as one of theirs.</summary>
    /// <param name="field">Where.</param>
    /// <param name="kid">What the key is called.</param>
    public static string ForB(Battlefield field, string kid)
    {
        var subject = Side.Part(field.B.Show(Credentials.UserToken), 1).GetProperty("sub").GetString()!;
        return Make(field.A.Keys, kid, field.B.Issuer, Side.Api, Side.Scope, subject);
    }

    /// <summary>Says that it is the operator's.</summary>
    public static string ForAdmin(Battlefield field) =>
        Make(field.A.Keys, field.A.SigningKid, $"{field.Root}/t/system", $"{field.Root}/admin", "argus.admin", "client:argus-admin");

    private static string Make(KeyPair key, string kid, string issuer, string audience, string scope, string subject) => key.Sign("at+jwt", kid, new
    {
        iss = issuer, sub = subject, aud = audience, client_id = Side.Spa, scope, jti = Secret.New(),
        iat = Side.Seconds(TimeSpan.Zero), nbf = Side.Seconds(TimeSpan.Zero), exp = Side.Seconds(Lifetime),
    });
}
