using System.Net;
using Argus.TwoNations.Nations;
using Argus.TwoNations.Printing;

namespace Argus.TwoNations.Story;

/// <summary>A service of one nation calls the API of the other: with a token of its own, and with one that it gets there.</summary>
internal sealed class ServiceAbroad(Stage stage)
{
    public async Task TellAsync(Nation home, Nation abroad)
    {
        var name = $"{home}:client:{home.Names.Service}";
        stage.Teller.Asks($"{home.Names.Service} reads {abroad}'s reports with a token of {home} (AddArgusToken: client_credentials, private_key_jwt)");
        var read = await home.Calls.ReadAsync(stage.Stop);
        Sights.Show(stage, $"{abroad}'s API", read);
        stage.Teller.Expects(
            read.IsGood && read.Text("subject") == name && read.Text("issuer") == home.At.Issuer, $"let in by {abroad}'s trust bundle, as {name}", read.ToString());

        stage.Teller.Asks($"it writes a report there; {home} says that it may, {abroad} allows {home} {NationNames.Read} only");
        var write = await home.Calls.WriteAsync(stage.Stop);
        stage.Teller.Expects(write.Status == HttpStatusCode.Forbidden, $"refused: {write}", write.ToString());

        stage.Teller.Asks($"it gets a token of {home} for {abroad}'s issuer, and takes it there as a grant (RFC 7523 jwt-bearer)");
        var assertion = (await stage.Of(home, home).ForItselfAsync(abroad.At.Issuer, stage.Stop)).AccessToken;
        var granted = await stage.Of(home, abroad).ForAssertionAsync(assertion, abroad.Names.Api, stage.Stop);
        var claims = Claims.Of(granted.AccessToken);
        stage.Teller.Shows(claims.Lines());
        stage.Teller.Expects(claims.Text("iss") == abroad.At.Issuer && claims.Text("sub") == name, $"a token of {abroad}, for {name}");
        var reply = await stage.GetAsync(abroad, NationApi.Reports, granted.AccessToken);
        stage.Teller.Expects(reply.IsGood && reply.Text("subject") == name, $"{abroad}'s API takes it", reply.ToString());

        var again = await stage.Of(home, abroad).ForAssertionAsync(assertion, abroad.Names.Api, stage.Stop);
        stage.Teller.Expects(again.Reason == "invalid_grant", $"the same grant a second time is refused: {again}", again.ToString());
    }
}
