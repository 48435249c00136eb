using System.Net;
using Argus.TwoNations.Nations;

namespace Argus.TwoNations.Story;

/// <summary>South trusts north no more. The other direction is north's to decide.</summary>
internal sealed class Distrust(Stage stage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="bora">A token of south's user.</param>
    public async Task TellAsync(string bora)
    {
        var (north, south, teller) = (stage.North, stage.South, stage.Teller);
        teller.Chapter("South trusts north no more");
        teller.Asks("before: a token of north for south's API, and one of south that was made from north's");
        var foreign = (await stage.Of(north, north).ForItselfAsync(south.Names.Api, stage.Stop)).AccessToken;
        var derived = (await stage.Of(north, south).ForAssertionAsync(await AssertionAsync(), south.Names.Api, stage.Stop)).AccessToken;
        var asked = stage.Of(south, south);
        teller.Expects(await asked.IsActiveAsync(foreign, stage.Stop) && await asked.IsActiveAsync(derived, stage.Stop), "south's issuer says that both are good");
        var admitted = (await stage.GetAsync(south, NationApi.Reports, foreign), await stage.GetAsync(south, NationApi.Reports, derived));
        teller.Expects(admitted is ({ IsGood: true }, { IsGood: true }), "south's API takes both", $"{admitted}");

        var another = await AssertionAsync();
        teller.Asks("POST /admin/v1/tenants/south/peers/north/disable");
        await south.Operator.PostAsync("peers/north/disable", null, stage.Stop);
        var denials = ((string, Task<TimeSpan>)[])[
            ("south's API denies north's own token", DeniesAsync(foreign)), ("and the one of south that was made from north's", DeniesAsync(derived))];
        var areActive = (await asked.IsActiveAsync(foreign, stage.Stop), await asked.IsActiveAsync(derived, stage.Stop));
        teller.Expects(areActive is (false, false), "at introspection both are dead at once");
        foreach (var (sentence, denial) in denials)
            teller.Found(sentence, await denial);
        await RefusesAsync(another);
        await LivesOnAsync(bora);
    }

    /// <summary>A new token of north for south's issuer.</summary>
    private async Task<string> AssertionAsync() => (await stage.Of(stage.North, stage.North).ForItselfAsync(stage.South.At.Issuer, stage.Stop)).AccessToken;

    private async Task RefusesAsync(string assertion)
    {
        var (north, south, teller) = (stage.North, stage.South, stage.Teller);
        var granted = await stage.Of(north, south).ForAssertionAsync(assertion, south.Names.Api, stage.Stop);
        teller.Expects(granted.Reason == "invalid_grant", $"a token that was never used is refused as a grant: {granted}", granted.ToString());
        var exchanged = await stage.Of(north, south).ExchangeAsync(assertion, south.Names.Api, stage.Stop);
        teller.Expects(exchanged.Reason == "invalid_request", $"and in exchange: {exchanged}", exchanged.ToString());
        var called = await north.Calls.ReadAsync(stage.Stop);
        teller.Expects(called.Status == HttpStatusCode.Unauthorized, $"{north.Names.Service} is not let in any more: {called}", called.ToString());
    }

    private async Task LivesOnAsync(string bora)
    {
        var (north, south, teller) = (stage.North, stage.South, stage.Teller);
        teller.Asks("all else goes on");
        var own = (await stage.Of(south, south).ForItselfAsync(south.Names.Api, stage.Stop)).AccessToken;
        teller.Expects((await stage.GetAsync(south, NationApi.Reports, own)).IsGood, "south's own service is let in at home");
        var read = await south.Calls.ReadAsync(stage.Stop);
        teller.Expects(read.IsGood, $"{south.Names.Service} is let in by north", read.ToString());
        var crossed = await stage.GetAsync(south, NationApi.ReportsFromAbroad, bora);
        teller.Expects(crossed.IsGood, $"{south.Names.User} is: from south's API to north's, and to north's archive", crossed.ToString());
    }

    /// <returns>How long it took from now on.</returns>
    private Task<TimeSpan> DeniesAsync(string token) => stage.UntilAsync(
        "south's API denies what is north's", Patience, async () => (await stage.GetAsync(stage.South, NationApi.Reports, token)).Status == HttpStatusCode.Unauthorized);
}
