using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>A's tokens at B's userinfo endpoint.</summary>
internal static class UserInfoAttacks
{
    private const string Source = "OpenID Connect Core §5.3, RFC 6750 §5.2";

    private static readonly string[] Shown =
    [
        Credentials.UserToken, Credentials.ServiceToken, Credentials.IdToken, Credentials.RefreshToken, Credentials.ExchangedToken, Credentials.BoundToken, Credentials.Feed,
    ];

    public static IEnumerable<Trial> All() =>
    [
        .. Shown.Select(credential => Attack(
            credential, Resources.UserInfo, "A's at B, as a bearer token", Source, field => field.UserInfoAsync(field.B, field.A.Show(credential)), Finding.Success)),
        Attack(Credentials.UserToken, Resources.UserInfo, "A's at B, in a form", "RFC 6750 §2.2",
            field => field.Wire.PostAsync(Battlefield.UserInfoUrl(field.B), null, [("access_token", field.A.Show(Credentials.UserToken))]), Finding.Success),
        Attack(Credentials.BoundToken, Resources.UserInfo, "A's at B, with a proof for B", "RFC 9449 §7",
            field => field.UserInfoAsync(field.B, field.A.Show(Credentials.BoundToken), field.A.Keys), Finding.Success),
        Attack(Credentials.BoundToken, Resources.UserInfo, "B's at B, with a proof of A's key", "RFC 9449 §4.3",
            field => field.UserInfoAsync(field.B, field.B.Show(Credentials.BoundToken), field.A.Keys), Finding.Success),
        Attack(Credentials.ForgedToken, Resources.UserInfo, "says B, under A's kid", "RFC 8725 §2.1, CWE-347",
            field => field.UserInfoAsync(field.B, Forgery.ForB(field, field.A.SigningKid)), Finding.Success),
    ];
}
