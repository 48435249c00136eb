using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>A's tokens where B makes tokens from others: token exchange, and assertions as grants. B trusts no peer.</summary>
internal static class ExchangeAttacks
{
    private const string Subject = "RFC 8693 §2.1";
    private const string Grant = "RFC 7523 §3, CVE-2026-1486";

    private static readonly string[] Subjects =
        [Credentials.UserToken, Credentials.ServiceToken, Credentials.ExchangedToken, Credentials.BoundToken, Credentials.IdToken, Credentials.RefreshToken];

    private static readonly string[] Assertions = [Credentials.UserToken, Credentials.ServiceToken, Credentials.IdToken, Credentials.Feed, Credentials.TrustBundle];

    public static IEnumerable<Trial> All() =>
    [
        .. Subjects.Select(credential => Attack(credential, Resources.Exchange, "A's at B, as subject", Subject,
            field => field.ExchangeAsync(field.B, field.B.AsApi, field.A.Show(credential), TypeOf(credential)), Finding.Token)),
        Attack(Credentials.ServiceToken, Resources.Exchange, "A's at B, as actor", Subject, async field =>
        {
            var own = await field.TokenAsync(field.A, field.A.AsApi, Battlefield.ClientCredentials).ConfigureAwait(false);
            var actor = own.Text("access_token") ?? throw new MissingCredential(Credentials.ServiceToken);
            return await field.ExchangeAsync(field.B, field.B.AsApi, field.B.Show(Credentials.UserToken), actor: actor).ConfigureAwait(false);
        }, Finding.Token),
        Attack(Credentials.ClientSecret, Resources.Exchange, "A's client at B, with B's token", Subject,
            field => field.ExchangeAsync(field.B, field.A.AsApi, field.B.Show(Credentials.UserToken)), Finding.Token),
        Attack(Credentials.ClientSecret, Resources.Exchange, "A's client at B, with A's token", Subject,
            field => field.ExchangeAsync(field.B, field.A.AsApi, field.A.Show(Credentials.UserToken)), Finding.Token),
        Attack(Credentials.ForgedToken, Resources.Exchange, "says B, under A's kid", "RFC 8725 §2.1, CWE-347",
            field => field.ExchangeAsync(field.B, field.B.AsApi, Forgery.ForB(field, field.A.SigningKid)), Finding.Token),
        .. Assertions.Select(credential => Attack(credential, Resources.JwtBearer, "A's at B, as assertion", Grant,
            field => AssertAsync(field, field.A.Show(credential)), Finding.Token)),
        Attack(Credentials.Assertion, Resources.JwtBearer, "as A's issuer, for B, under A's kid", Grant, field => AssertAsync(field, field.A.Keys.Sign("JWT", field.A.SigningKid, new
        {
            iss = field.A.Issuer, sub = Side.User, aud = field.B.Issuer, jti = Secret.New(), iat = Side.Seconds(TimeSpan.Zero), exp = Side.Seconds(TimeSpan.FromSeconds(60)),
        })), Finding.Token),
    ];

    private static string TypeOf(string credential) => credential == Credentials.IdToken ? Battlefield.JwtType : Battlefield.AccessTokenType;

    private static Task<Connecting.Answer> AssertAsync(Battlefield field, string assertion) =>
        field.TokenAsync(field.B, field.B.AsApi, ("grant_type", Battlefield.JwtBearerGrant), ("assertion", assertion));
}
