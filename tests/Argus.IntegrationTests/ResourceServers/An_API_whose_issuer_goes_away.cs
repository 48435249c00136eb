using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.ResourceServer;

namespace Argus.IntegrationTests.ResourceServers;

[Collection(OneNodeCollection.Name)]
public class An_API_whose_issuer_goes_away(OneNode one)
{
    private readonly TestNode _node = one.Node;

    [Fact]
    public async Task starts_without_it_and_answers_503_until_it_has_keys()
    {
        var line = new CutLine { IsCut = true };
        await using var api = await ProtectedApi.StartAsync(_node.Issuer(Known.Acme), options => options.Backchannel = line);
        var token = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;

        var reply = await api.GetAsync("/orders", token);
        Assert.Equal((503, "5", null), (reply.Status, reply.Header("Retry-After"), reply.Header("WWW-Authenticate")));
        Assert.Empty(reply.Body);
        Assert.Equal(401, (await api.GetAsync("/orders", null)).Status);

        line.IsCut = false;
        await Eventually.Holds("the keys come", TimeSpan.FromSeconds(60), async () => (await api.GetAsync("/orders", token)).Status == 200);

        line.IsCut = true;
        Assert.Equal(200, (await api.GetAsync("/orders", (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken)).Status);
    }

    [Fact]
    public async Task answers_503_where_nobody_knows_the_revocations()
    {
        var line = new CutLine();
        await using var api = await ProtectedApi.StartAsync(
            _node.Issuer(Known.Acme), options => (options.Revocation, options.MaxStaleness, options.Backchannel) = (RevocationMode.Required, TimeSpan.FromSeconds(8), line));
        var token = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        await Eventually.Holds("the revocations come", TimeSpan.FromSeconds(60), async () => (await api.GetAsync("/orders", token)).Status == 200);

        line.IsCut = true;
        await Eventually.Holds("they are too old", TimeSpan.FromSeconds(60), async () => (await api.GetAsync("/orders", token)).Status == 503);

        line.IsCut = false;
        await Eventually.Holds("they come again", TimeSpan.FromSeconds(60), async () => (await api.GetAsync("/orders", token)).Status == 200);
    }
}
