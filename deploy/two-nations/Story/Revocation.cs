using System.Net;
using Argus.TwoNations.Nations;
using Argus.TwoNations.Printing;

namespace Argus.TwoNations.Story;

/// <summary>What a user granted is taken back at home, and with it all that was made from it there.</summary>
internal sealed class Revocation(Stage stage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="token">The user's, at home in north.</param>
    public async Task TellAsync(string token)
    {
        var (north, south, teller) = (stage.North, stage.South, stage.Teller);
        var service = stage.Of(north, north);
        teller.Chapter($"North takes back what {north.Names.User} granted");
        teller.Asks($"{north.Names.Service} has tokens that were made from hers: one for north's archive, one for south's API");
        var archive = (await service.ExchangeAsync(token, north.Names.Archive, stage.Stop)).AccessToken;
        var away = (await service.ExchangeAsync(token, south.Names.Api, stage.Stop)).AccessToken;
        teller.Expects(await service.IsActiveAsync(token, stage.Stop) && await service.IsActiveAsync(archive, stage.Stop), "north's issuer says that hers and the archive's are good");
        teller.Expects(await stage.Of(south, north).IsActiveAsync(away, stage.Stop), $"and, asked by {south.Names.Service}, the one for south's API");
        var good = await stage.GetAsync(north, NationApi.Archive, archive);
        teller.Expects(good.IsGood, "north's archive lets it in", good.ToString());

        var family = Claims.Of(token).Text("fid")!;
        teller.Asks($"POST /admin/v1/tenants/north/families/{Claims.Short(family)}/revoke");
        await north.Operator.PostAsync($"families/{family}/revoke", """{ "reason": "her telephone was stolen" }""", stage.Stop);
        var denials = ((string, Task<TimeSpan>)[])[
            ("north's archive, which follows north's revocations, denies the one made from hers", DeniesAsync(NationApi.Archive, archive)),
            ("north's API denies hers", DeniesAsync(NationApi.Reports, token))];
        var areActive = (bool[])[
            await service.IsActiveAsync(token, stage.Stop), await service.IsActiveAsync(archive, stage.Stop), await stage.Of(south, north).IsActiveAsync(away, stage.Stop)];
        teller.Expects(!areActive.Any(isActive => isActive), "at introspection all three are dead at once");
        var more = await service.ExchangeAsync(token, north.Names.Archive, stage.Stop);
        teller.Expects(more.Reason == "invalid_request", $"nothing more is made from hers: {more}", more.ToString());
        foreach (var (sentence, denial) in denials)
            teller.Found(sentence, await denial);
        teller.Shows("South's API follows south's revocations. What crossed before ends there with its time, 600 s at most, or with the trust in north: next.");
    }

    /// <returns>How long it took from now on.</returns>
    private Task<TimeSpan> DeniesAsync(string path, string token) => stage.UntilAsync(
        $"north denies a revoked token at {path}", Patience, async () => (await stage.GetAsync(stage.North, path, token)).Status == HttpStatusCode.Unauthorized);
}
