using System.Text;
using Argus.Cli.Connecting;

namespace Argus.Cli.Attacks;

/// <summary>Gets every credential that lasts, of one tenant, and shows by using it that it is good there.</summary>
internal static class Armory
{
    private const string OnlyHere = "where it belongs";

    public static IReadOnlyList<Trial> For(Side side) =>
    [
        .. Secrets(side), .. Users(side), .. Tokens(side), .. Documents(side),
    ];

    private static IEnumerable<Trial> Secrets(Side side) =>
    [
        Gain(side, Credentials.ClientSecret, Resources.Token, "by Basic",
            field => field.TokenAsync(side, side.ByBasic, Battlefield.ClientCredentials), ("access_token", Credentials.ServiceToken)),
        Gain(side, Credentials.ClientSecret, Resources.Token, "by Post", field => field.TokenAsync(side, side.ByPost, Battlefield.ClientCredentials)),
        Gain(side, Credentials.ClientId, Resources.Token, "of a client that is here only",
            field => field.TokenAsync(side, Caller.Basic(side.OwnClient, side.ServiceSecret), Battlefield.ClientCredentials)),
        Gain(side, Credentials.Assertion, Resources.Token, OnlyHere, field => field.TokenAsync(side, Caller.Assertion(side.AssertionFor(side.Issuer)), Battlefield.ClientCredentials)),
        Gain(side, Credentials.ClientSecret, Resources.Par, OnlyHere, field => PushAsync(field, side, side.AsWeb)),
        Gain(side, Credentials.ClientSecret, Resources.Device, OnlyHere, field => AskForDeviceAsync(field, side, side.AsWeb)),
        Gain(side, Credentials.ClientSecret, Resources.Ssf, OnlyHere, field => PollSignalsAsync(field, side, side.AsApi)),
    ];

    private static IEnumerable<Trial> Users(Side side) =>
    [
        Good(side, Credentials.Password, Resources.Authorize, "sign-in and consent", async field =>
        {
            var browser = field.Browsers[side] = field.NewBrowser();
            var answer = await browser.WalkAsync(Battlefield.AuthorizeUrl(side, side), side.Password).ConfigureAwait(false);
            if (answer.Code() is { } code)
                side.Keep(Credentials.Code, code);
            return (answer, answer.Code() is not null);
        }),
        Gain(side, Credentials.Code, Resources.Token, OnlyHere, field => field.RedeemAsync(side, side.Show(Credentials.Code), side.Verifier),
            ("access_token", Credentials.UserToken), ("refresh_token", Credentials.RefreshToken), ("id_token", Credentials.IdToken)),
        Good(side, Credentials.Session, Resources.Authorize, "without being asked again", async field =>
        {
            var answer = await field.BrowserOf(side).GetAsync(Battlefield.AuthorizeUrl(side, side)).ConfigureAwait(false);
            side.Keep(Credentials.Code, answer.Code() ?? throw new MissingCredential(Credentials.Session));
            return (answer, true);
        }),
        Gain(side, Credentials.Code, Resources.Token, "with a DPoP proof", field => field.RedeemAsync(
            side, side.Show(Credentials.Code), side.Verifier, ("DPoP", side.Keys.Proof("POST", side.TokenUrl, TimeProvider.System.GetUtcNow()))), ("access_token", Credentials.BoundToken)),
    ];

    private static IEnumerable<Trial> Tokens(Side side) =>
    [
        Good(side, Credentials.ServiceToken, Resources.Introspection, OnlyHere, field => IsActiveAsync(field, side, Credentials.ServiceToken)),
        Good(side, Credentials.UserToken, Resources.Introspection, OnlyHere, field => IsActiveAsync(field, side, Credentials.UserToken)),
        Gain(side, Credentials.UserToken, Resources.UserInfo, OnlyHere, field => field.UserInfoAsync(side, side.Show(Credentials.UserToken))),
        Gain(side, Credentials.BoundToken, Resources.UserInfo, "with a DPoP proof", field => field.UserInfoAsync(side, side.Show(Credentials.BoundToken), side.Keys)),
        Gain(side, Credentials.UserToken, Resources.Exchange, "as subject",
            field => field.ExchangeAsync(side, side.AsApi, side.Show(Credentials.UserToken)), ("access_token", Credentials.ExchangedToken)),
        Good(side, Credentials.ServiceToken, Resources.Revocation, "of a token that is not needed", RevokesOwnAsync(side)),
    ];

    private static IEnumerable<Trial> Documents(Side side) =>
    [
        Fetch(side, Credentials.Feed, "/revocations"),
        Fetch(side, Credentials.TrustBundle, "/.well-known/trust-bundle"),
    ];

    /// <summary>RFC 9126 §2, by a client with a secret.</summary>
    public static Task<Answer> PushAsync(Battlefield field, Side at, Caller caller) => field.Wire.PostAsync(
        $"{at.Issuer}/oauth/par", caller, [.. Battlefield.Request(at).Where(parameter => parameter.Name is not ("client_id" or "scope"))]);

    /// <summary>RFC 8628 §3.1, by a client with a secret.</summary>
    public static Task<Answer> AskForDeviceAsync(Battlefield field, Side at, Caller caller) => field.Wire.PostAsync($"{at.Issuer}/oauth/device", caller, []);

    /// <summary>RFC 8936 §2.2.</summary>
    public static Task<Answer> PollSignalsAsync(Battlefield field, Side at, Caller caller) => field.Wire.SendAsync(
        HttpMethod.Post,
        $"{at.Issuer}/ssf/poll",
        new StringContent("""{"returnImmediately":true}""", Encoding.ASCII, "application/json"),
        ("Authorization", caller.Authorization!));

    private static async Task<(Answer Answer, bool IsGood)> IsActiveAsync(Battlefield field, Side side, string credential)
    {
        var answer = await field.IntrospectAsync(side, side.AsApi, side.Show(credential)).ConfigureAwait(false);
        return (answer, answer.IsActive());
    }

    private static Func<Battlefield, Task<(Answer Answer, bool IsGood)>> RevokesOwnAsync(Side side) => async field =>
    {
        var issued = await field.TokenAsync(side, side.ByBasic, Battlefield.ClientCredentials).ConfigureAwait(false);
        var token = issued.Text("access_token") ?? throw new MissingCredential(Credentials.ServiceToken);
        var revoked = await field.RevokeAsync(side, side.ByBasic, token).ConfigureAwait(false);
        var after = await field.IntrospectAsync(side, side.AsApi, token).ConfigureAwait(false);
        return (revoked, revoked.IsSuccess && after.IsSuccess && !after.IsActive());
    };

    private static Trial Fetch(Side side, string credential, string path) => Good(side, credential, Resources.Metadata, "GET", async field =>
    {
        var answer = await field.Wire.GetAsync(side.Issuer + path).ConfigureAwait(false);
        side.Keep(credential, Encoding.UTF8.GetString(answer.Body));
        return (answer, answer.IsSuccess);
    });

    /// <summary>A control that succeeds, and with members of whose answer more can be tried.</summary>
    private static Trial Gain(
        Side side, string credential, string resource, string how, Func<Battlefield, Task<Answer>> ask, params (string Member, string Credential)[] gained) =>
        Good(side, credential, resource, how, async field =>
        {
            var answer = await ask(field).ConfigureAwait(false);
            var isGood = answer.IsSuccess;
            foreach (var (member, name) in gained)
            {
                if (answer.IsSuccess && answer.Text(member) is { } value)
                    side.Keep(name, value);
                else
                    isGood = false;
            }

            return (answer, isGood);
        });

    private static Trial Good(Side side, string credential, string resource, string how, Func<Battlefield, Task<(Answer Answer, bool IsGood)>> use) =>
        new(credential, resource, $"{side.Letter}'s at {side.Letter}: {how}", Trial.Control, async field =>
        {
            var (answer, isGood) = await use(field).ConfigureAwait(false);
            return Finding.Control(answer, isGood);
        });
}
