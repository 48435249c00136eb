using Argus.Cli.Connecting;
using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>What A's browser and A's user have, at B's authorization endpoint.</summary>
internal static class AuthorizeAttacks
{
    private const string Cookie = "RFC 6265 §8.5: tenants share a host, and no session";
    private const string Par = "RFC 9126 §7.3: a request_uri is the server's that gave it";

    public static IEnumerable<Trial> All() =>
    [
        Attack(Credentials.Session, Resources.Authorize, "A's, as it is, at B", Cookie, field => AuthorizeAsync(field, name => name), Finding.Code),
        Attack(Credentials.Session, Resources.Authorize, "A's, under B's name, at B", Cookie, field => AuthorizeAsync(field, NameOfB(field)), Finding.Code),
        Attack(Credentials.Session, Resources.Authorize, "A's, under B's name, prompt=none", Cookie,
            field => Stolen(field).WalkAsync(Battlefield.AuthorizeUrl(field.B, field.A, ("prompt", "none")), null), Finding.Code),
        Attack(Credentials.Password, Resources.Authorize, "A's user at B", "RFC 6749 §3.1",
            field => field.NewBrowser().WalkAsync(Battlefield.AuthorizeUrl(field.B, field.A), field.A.Password), Finding.Code),
        Attack(Credentials.IdToken, Resources.Authorize, "A's as id_token_hint, with A's session", "OpenID Connect Core §3.1.2.1",
            field => Stolen(field).WalkAsync(Battlefield.AuthorizeUrl(field.B, field.A, ("prompt", "none"), ("id_token_hint", field.A.Show(Credentials.IdToken))), null), Finding.Code),
        Attack(Credentials.ConsentForm, Resources.Authorize, "A's form, sent to B in B's session", "RFC 6819 §4.4.1.8, CWE-352", ConsentAsync, Finding.Code),
        Attack(Credentials.RequestUri, Resources.Authorize, "A's at B, in A's session", Par, async field =>
        {
            field.A.Keep(Credentials.RequestUri, await PushAsync(field, field.A).ConfigureAwait(false));
            return await Stolen(field).WalkAsync(Battlefield.AuthorizeUrl(field.B, field.A.Show(Credentials.RequestUri)), null).ConfigureAwait(false);
        }, Finding.Code),
        Attack(Credentials.RequestUri, Resources.Authorize, "A's at B, in B's session", Par,
            field => field.BrowserOf(field.B).WalkAsync(Battlefield.AuthorizeUrl(field.B, field.A.Show(Credentials.RequestUri)), null), Finding.Code),
        Afterwards(Credentials.RequestUri, Resources.Authorize, "A's at A: the one that B refused",
            field => field.BrowserOf(field.A).WalkAsync(Battlefield.AuthorizeUrl(field.A, field.A.Show(Credentials.RequestUri)), null), answer => answer.Code() is not null),
        Afterwards(Credentials.RequestUri, Resources.Authorize, "B's at B", async field =>
        {
            var url = Battlefield.AuthorizeUrl(field.B, await PushAsync(field, field.B).ConfigureAwait(false));
            return await field.BrowserOf(field.B).WalkAsync(url, null).ConfigureAwait(false);
        }, answer => answer.Code() is not null),
    ];

    /// <summary>A browser that sends A's cookies as B's.</summary>
    private static Browser Stolen(Battlefield field) => field.BrowserOf(field.A).Copy(NameOfB(field));

    private static Func<string, string> NameOfB(Battlefield field) => name => name.Replace(field.A.Name, field.B.Name, StringComparison.Ordinal);

    private static Task<Answer> AuthorizeAsync(Battlefield field, Func<string, string> rename) =>
        field.BrowserOf(field.A).Copy(rename).WalkAsync(Battlefield.AuthorizeUrl(field.B, field.A), null);

    /// <summary>B's user is asked, and A's page answers.</summary>
    private static async Task<Answer> ConsentAsync(Battlefield field)
    {
        var page = await field.BrowserOf(field.A).WalkToFormAsync(Battlefield.AuthorizeUrl(field.A, field.A, ("prompt", "consent"))).ConfigureAwait(false);
        var form = page is not null && page.Has("decision") ? page : throw new MissingCredential(Credentials.ConsentForm);
        var url = Battlefield.AuthorizeUrl(field.B, field.A, ("prompt", "consent"));
        return await field.BrowserOf(field.B).PostAsync(url, [.. form.Hidden, ("decision", "allow")]).ConfigureAwait(false);
    }

    private static async Task<string> PushAsync(Battlefield field, Side side)
    {
        var answer = await field.Wire.PostAsync($"{side.Issuer}/oauth/par", null, Battlefield.Request(side)).ConfigureAwait(false);
        return answer.Text("request_uri") ?? throw new MissingCredential(Credentials.RequestUri);
    }
}
