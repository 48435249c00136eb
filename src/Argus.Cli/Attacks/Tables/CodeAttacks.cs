using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>A's codes and refresh tokens at B's token endpoint. They end when they are used, so each is used at A afterwards.</summary>
internal static class CodeAttacks
{
    private const string Code = "RFC 6749 §4.1.3, RFC 9700 §4.4: mix-up";
    private const string Refresh = "RFC 6749 §6";

    public static IEnumerable<Trial> All() =>
    [
        Attack(Credentials.Code, Resources.Token, "A's at B, by B's client of the same name", Code, async field =>
        {
            var answer = await field.BrowserOf(field.A).GetAsync(Battlefield.AuthorizeUrl(field.A, field.A)).ConfigureAwait(false);
            field.A.Keep(Credentials.Code, answer.Code() ?? throw new MissingCredential(Credentials.Code));
            return await field.RedeemAsync(field.B, field.A.Show(Credentials.Code), field.A.Verifier).ConfigureAwait(false);
        }, Finding.Token),
        Attack(Credentials.Code, Resources.Token, "A's at B, by a client of B's with a secret", Code, field => field.TokenAsync(field.B, field.B.AsApi,
            ("grant_type", "authorization_code"), ("code", field.A.Show(Credentials.Code)), ("code_verifier", field.A.Verifier), ("redirect_uri", Side.Callback)), Finding.Token),
        Afterwards(Credentials.Code, Resources.Token, "A's at A: the one that B refused",
            field => field.RedeemAsync(field.A, field.A.Show(Credentials.Code), field.A.Verifier), answer => answer.IsSuccess),
        Attack(Credentials.RefreshToken, Resources.Token, "A's at B, by B's client of the same name", Refresh,
            field => field.RefreshAsync(field.B, field.A.Show(Credentials.RefreshToken)), Finding.Token),
        Attack(Credentials.RefreshToken, Resources.Token, "A's at B, with B's name in it", Refresh,
            field => field.RefreshAsync(field.B, field.A.Show(Credentials.RefreshToken).Replace(field.A.Name, field.B.Name, StringComparison.Ordinal)), Finding.Token),
        Afterwards(Credentials.RefreshToken, Resources.Token, "A's at A: the one that B refused", async field =>
        {
            var answer = await field.RefreshAsync(field.A, field.A.Show(Credentials.RefreshToken)).ConfigureAwait(false);
            if (answer.Text("refresh_token") is { } next)
                field.A.Keep(Credentials.RefreshToken, next);
            return answer;
        }, answer => answer.IsSuccess && answer.Text("refresh_token") is not null),
    ];
}
