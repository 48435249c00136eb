using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>Every token of A's, asked about at B: by B's API, which may ask, and by A's, which may not.</summary>
internal static class IntrospectionAttacks
{
    private const string Source = "RFC 7662 §4, CVE-2026-37979";
    private const string Forged = "RFC 8725 §2.1, CWE-347";

    private static readonly string[] Shown =
    [
        Credentials.ServiceToken, Credentials.UserToken, Credentials.IdToken, Credentials.RefreshToken, Credentials.ExchangedToken, Credentials.BoundToken,
        Credentials.Feed, Credentials.TrustBundle,
    ];

    public static IEnumerable<Trial> All() =>
    [
        .. Shown.Select(credential => By(credential, "B's API", field => field.B, field => field.A.Show(credential))),
        .. Shown.Select(credential => By(credential, "A's API", field => field.A, field => field.A.Show(credential))),
        Attack(Credentials.ClientSecret, Resources.Introspection, "A's API asks at B about B's token", "RFC 7662 §2.1",
            field => field.IntrospectAsync(field.B, field.A.AsApi, field.B.Show(Credentials.ServiceToken)), Finding.Success),
        Attack(Credentials.ForgedToken, Resources.Introspection, "says B, under A's kid", Forged,
            field => field.IntrospectAsync(field.B, field.B.AsApi, Forgery.ForB(field, field.A.SigningKid)), Finding.Active),
        Attack(Credentials.ForgedToken, Resources.Introspection, "says B, under B's kid", Forged,
            field => field.IntrospectAsync(field.B, field.B.AsApi, Forgery.ForB(field, field.B.SigningKid)), Finding.Active),
        Attack(Credentials.ExchangedToken, Resources.Introspection, "A's at A, asked by an API that it is not for", "RFC 7662 §4, CVE-2026-37979: also within a tenant",
            field => field.IntrospectAsync(field.A, field.A.AsApi, field.A.Show(Credentials.ExchangedToken)), Finding.Active),
        Afterwards(Credentials.ServiceToken, Resources.Introspection, "A's at A, after all that",
            field => field.IntrospectAsync(field.A, field.A.AsApi, field.A.Show(Credentials.ServiceToken)), answer => answer.IsActive()),
    ];

    private static Trial By(string credential, string who, Func<Battlefield, Side> of, Func<Battlefield, string> token) => Attack(
        credential, Resources.Introspection, $"A's at B, asked by {who}", Source, field => field.IntrospectAsync(field.B, of(field).AsApi, token(field)), Finding.Active);
}
