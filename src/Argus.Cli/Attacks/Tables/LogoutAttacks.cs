using Argus.Cli.Connecting;
using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>A's ID token, to end B's session. At A it ends A's, so that comes last.</summary>
internal static class LogoutAttacks
{
    private const string Source = "OpenID Connect RP-Initiated Logout 1.0 §6";

    public static IEnumerable<Trial> All() =>
    [
        Hint("A's as id_token_hint at B", (field, browser) => browser.GetAsync(Url(field.B, field.A))),
        Hint("A's as id_token_hint at B, posted", (field, browser) => browser.PostAsync($"{field.B.Issuer}/oauth/logout", ("id_token_hint", field.A.Show(Credentials.IdToken)))),
        Hint("B's as id_token_hint at A, in B's session", (field, browser) => browser.GetAsync(Url(field.A, field.B))),
        Afterwards(Credentials.IdToken, Resources.Logout, "A's at A", async field =>
        {
            await field.BrowserOf(field.A).GetAsync(Url(field.A, field.A)).ConfigureAwait(false);
            return await AuthorizeAsync(field, field.A).ConfigureAwait(false);
        }, answer => answer.Code() is null),
    ];

    /// <summary>B's user stays signed in.</summary>
    private static Trial Hint(string attempt, Func<Battlefield, Browser, Task<Answer>> present) => new(Credentials.IdToken, Resources.Logout, attempt, Source, async field =>
    {
        if ((await AuthorizeAsync(field, field.B).ConfigureAwait(false)).Code() is null)
            throw new MissingCredential("session of B's user");
        var answer = await present(field, field.BrowserOf(field.B)).ConfigureAwait(false);
        var hasEffect = (await AuthorizeAsync(field, field.B).ConfigureAwait(false)).Code() is null;
        return Finding.Attack(answer, hasEffect, hasEffect ? "B's user is signed out" : "");
    });

    private static string Url(Side at, Side of) => $"{at.Issuer}/oauth/logout?{Wire.Encode(("id_token_hint", of.Show(Credentials.IdToken)))}";

    private static Task<Answer> AuthorizeAsync(Battlefield field, Side side) => field.BrowserOf(side).GetAsync(Battlefield.AuthorizeUrl(side, side, ("prompt", "none")));
}
