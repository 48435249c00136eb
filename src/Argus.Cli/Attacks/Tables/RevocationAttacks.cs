namespace Argus.Cli.Attacks.Tables;

/// <summary>Tokens that are to be revoked where they are not, or by those whose they are not. 200 may be the answer; an effect must not.</summary>
internal static class RevocationAttacks
{
    private const string Source = "RFC 7009 §2.1";

    public static IEnumerable<Trial> All() =>
    [
        Try(Credentials.ServiceToken, "B's, by A's client at B", field => field.B, field => field.A.ByBasic, field => field.B, Credentials.ServiceToken, mayAnswer: false),
        Try(Credentials.ServiceToken, "B's, by A's client at A", field => field.A, field => field.A.ByBasic, field => field.B, Credentials.ServiceToken, mayAnswer: true),
        Try(Credentials.ServiceToken, "A's, by B's client at B", field => field.B, field => field.B.ByBasic, field => field.A, Credentials.ServiceToken, mayAnswer: true),
        Try(Credentials.ServiceToken, "A's, by A's client at B", field => field.B, field => field.A.ByBasic, field => field.A, Credentials.ServiceToken, mayAnswer: false),
        Try(Credentials.UserToken, "B's, by A's client of the same name at A", field => field.A, _ => Caller.Public(Side.Spa), field => field.B, Credentials.UserToken, mayAnswer: true),
        Try(Credentials.RefreshToken, "A's, by B's client of the same name at B",
            field => field.B, _ => Caller.Public(Side.Spa), field => field.A, Credentials.UserToken, mayAnswer: true, Credentials.RefreshToken),
    ];

    /// <param name="credential">What the table calls it.</param>
    /// <param name="attempt">How.</param>
    /// <param name="at">Where it is to be revoked.</param>
    /// <param name="by">By whom.</param>
    /// <param name="of">Whose it is.</param>
    /// <param name="watched">The token that must stay good.</param>
    /// <param name="mayAnswer">Whether the caller is known there, so that the answer is 200 whatever the token is.</param>
    /// <param name="revoked">The token to revoke, if that is another.</param>
    private static Trial Try(
        string credential, string attempt, Func<Battlefield, Side> at, Func<Battlefield, Caller> by, Func<Battlefield, Side> of, string watched, bool mayAnswer,
        string? revoked = null) =>
        new(credential, Resources.Revocation, attempt, Source, async field =>
        {
            var side = of(field);
            if (!await IsGoodAsync(field, side, watched).ConfigureAwait(false))
                throw new MissingCredential($"{watched} that is good");
            var answer = await field.RevokeAsync(at(field), by(field), side.Show(revoked ?? watched)).ConfigureAwait(false);
            var hasEffect = !await IsGoodAsync(field, side, watched).ConfigureAwait(false);
            return Finding.Attack(answer, hasEffect || (answer.IsSuccess && !mayAnswer), hasEffect ? "the token is no longer good" : "");
        });

    private static async Task<bool> IsGoodAsync(Battlefield field, Side side, string watched) =>
        (await field.IntrospectAsync(side, side.AsApi, side.Show(watched)).ConfigureAwait(false)).IsActive();
}
