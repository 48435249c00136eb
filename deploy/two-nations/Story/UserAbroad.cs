using System.Buffers.Text;
using System.Security.Cryptography;
using Argus.TwoNations.Nations;
using Argus.TwoNations.Printing;

namespace Argus.TwoNations.Story;

/// <summary>A user of one nation, for whom the nation's API calls the other. Nobody asserts the user but the issuers.</summary>
internal sealed class UserAbroad(Stage stage)
{
    private const int PasswordBytes = 24;

    /// <returns>The user's token at home.</returns>
    public async Task<string> TellAsync(Nation home, Nation abroad)
    {
        var token = await SignInAsync(home);
        var user = $"{home}:{Claims.Of(token).Text("sub")}";
        await ExchangeAsync(home, abroad, token, user);
        await CallAsync(home, abroad, token, user);
        return token;
    }

    private async Task<string> SignInAsync(Nation home)
    {
        stage.Teller.Asks($"{home.Names.User} signs in at {home} (authorization code, PKCE)");
        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PasswordBytes));
        await home.Operator.PutAsync($"users/{home.Names.User}", $$"""{ "password": "{{password}}", "claims": {} }""", stage.Stop);
        var reply = await new Browser(stage.Http, home).SignInAsync(password, stage.Stop);
        var claims = Claims.Of(reply.AccessToken);
        stage.Teller.Shows(claims.Lines());
        stage.Teller.Expects(claims.Text("iss") == home.At.Issuer && claims.Text("aud") == home.Names.Api, $"a token of {home}, for {home}'s API alone");
        return reply.AccessToken;
    }

    private async Task ExchangeAsync(Nation home, Nation abroad, string token, string user)
    {
        var service = home.Names.Service;
        stage.Teller.Asks($"{service} exchanges it at home for one that {abroad}'s issuer may see (RFC 8693)");
        var away = (await stage.Of(home, home).ExchangeAsync(token, abroad.At.Issuer, stage.Stop)).AccessToken;
        stage.Teller.Shows(Claims.Of(away).Lines());
        stage.Teller.Expects(Claims.Of(away).Actors == $"client:{service}", $"{home} says who acts: client:{service}");

        stage.Teller.Asks($"and that one at {abroad}, for {abroad}'s API (RFC 8693)");
        var there = (await stage.Of(home, abroad).ExchangeAsync(away, abroad.Names.Api, stage.Stop)).AccessToken;
        var claims = Claims.Of(there);
        stage.Teller.Shows(claims.Lines());
        stage.Teller.Expects(claims.Text("iss") == abroad.At.Issuer && claims.Text("sub") == user, $"a token of {abroad} with sub {user}");
        stage.Teller.Expects(
            claims.Actors == $"client:{service} ← client:{service} of {home.At.Issuer}", $"act names {service} as {abroad} knows it, and before it as {home} does", claims.Actors);
        var reply = await stage.GetAsync(abroad, NationApi.Reports, there);
        stage.Teller.Expects(reply.IsGood && reply.Text("subject") == user, $"{abroad}'s API answers for {user}", reply.ToString());
    }

    /// <summary>The same as developers have it: the library exchanges on the way.</summary>
    private async Task CallAsync(Nation home, Nation abroad, string token, string user)
    {
        stage.Teller.Asks($"one request of {home.Names.User}'s, three APIs: {home} → {abroad} → {abroad}'s archive (AddArgusTokenForUser in each)");
        var reply = await stage.GetAsync(home, NationApi.ReportsFromAbroad, token);
        if (!reply.IsGood)
            throw new Surprise($"{home}'s API answers {reply}");
        var (first, second) = (reply.Body, reply.Body.GetProperty("told"));
        var third = second.GetProperty("told");
        Sights.Show(stage, $"{home}'s API", first);
        Sights.Show(stage, $"{abroad}'s API", second);
        Sights.Show(stage, $"{abroad}'s archive", third);
        stage.Teller.Expects(
            Sights.Text(second, "subject") == user && Sights.Text(second, "issuer") == home.At.Issuer, $"{abroad}'s API takes {home}'s word that it is {user}");
        stage.Teller.Expects(
            Sights.Text(third, "subject") == user && Sights.Text(third, "issuer") == abroad.At.Issuer && third.GetProperty("actors").GetArrayLength() == 2,
            $"{abroad}'s archive, which takes {abroad.Names.Service} only, knows the user and both who act");
    }
}
