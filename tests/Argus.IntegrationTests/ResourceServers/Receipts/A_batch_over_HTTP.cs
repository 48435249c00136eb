using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.ResourceServers.Receipts;

public class A_batch_over_HTTP(ReceiptNodes nodes) : IClassFixture<ReceiptNodes>
{
    private const string Tenant = "handed-in";
    private const string Issuer = $"{Admin.AdminNode.Url}/t/{Tenant}";

    [Fact]
    public async Task is_taken_once_by_two_nodes_and_never_again_later()
    {
        var verifier = new FakeVerifier(nodes.Key, Issuer);
        var (first, second) = (verifier.Next(), verifier.Next());

        var taken = await FakeVerifier.PostAsync(nodes.First, Tenant, first);
        Assert.Equal((204, ""), (taken.Status, taken.Text));
        taken.IsNotStored();
        Assert.Equal(200, (await FakeVerifier.PostAsync(nodes.Second, Tenant, first)).Status);
        Assert.Equal(200, (await FakeVerifier.PostAsync(nodes.First, Tenant, first)).Status);
        Assert.Equal(204, (await FakeVerifier.PostAsync(nodes.Second, Tenant, second)).Status);
        (await FakeVerifier.PostAsync(nodes.First, Tenant, first)).Refuses(409, "invalid_sequence");
        (await FakeVerifier.PostAsync(nodes.Second, Tenant, first)).Refuses(409, "invalid_sequence");

        Assert.Equal(2, (await nodes.First.EntriesAsync(Tenant, "verification.receipts_recorded")).Count(Is));
        Assert.Single(await nodes.First.EntriesAsync(Tenant, "verification.receipts_refused"), entry => Data(entry, "verifier") == verifier.Verifier);

        bool Is(System.Text.Json.JsonElement entry) => entry.GetProperty("stream").GetString() == $"verifier:orders-api:{verifier.Verifier}";
    }

    [Fact]
    public async Task is_refused_when_it_is_forged()
    {
        var sound = new FakeVerifier(nodes.Key, Issuer).Next();
        var parts = sound.Split('.');
        var stranger = new FakeVerifier(nodes.StrangersKey, Issuer);
        var before = await nodes.First.EntriesAsync(Tenant, "verification.receipts_recorded");

        (await FakeVerifier.PostAsync(nodes.First, Tenant, stranger.Next())).Refuses(401, "invalid_client");
        (await FakeVerifier.PostAsync(nodes.First, Tenant, $"{parts[0]}.{stranger.Next().Split('.')[1]}.{parts[2]}")).Refuses(401, "invalid_client");
        (await FakeVerifier.PostAsync(nodes.First, Tenant, new FakeVerifier(nodes.Key, Issuer, "billing").Next())).Refuses(401, "invalid_client");
        (await FakeVerifier.PostAsync(nodes.First, Tenant, "nothing")).Refuses(401, "invalid_client");

        Assert.Equal(before.Count, (await nodes.First.EntriesAsync(Tenant, "verification.receipts_recorded")).Count);
    }

    [Fact]
    public async Task is_refused_at_another_tenant()
    {
        // The same client, with its right key, for its own tenant; and for this one.
        var own = new FakeVerifier(nodes.StrangersKey, $"{Admin.AdminNode.Url}/t/foreign");
        Assert.Equal(204, (await FakeVerifier.PostAsync(nodes.First, "foreign", own.Next())).Status);
        (await FakeVerifier.PostAsync(nodes.First, Tenant, own.Next())).Refuses(401, "invalid_client");
        (await FakeVerifier.PostAsync(nodes.First, Tenant, new FakeVerifier(nodes.StrangersKey, Issuer).Next())).Refuses(401, "invalid_client");
        (await FakeVerifier.PostAsync(nodes.First, "foreign", new FakeVerifier(nodes.StrangersKey, Issuer).Next())).Refuses(400, "invalid_request");
    }

    [Fact]
    public async Task is_of_one_type_and_bounded()
    {
        var batch = new FakeVerifier(nodes.Key, Issuer).Next();

        (await FakeVerifier.PostAsync(nodes.First, Tenant, batch, "application/jwt")).Refuses(415, "invalid_request");
        (await FakeVerifier.PostAsync(nodes.First, Tenant, new string('a', (256 * 1024) + 1))).Refuses(413, "invalid_request");
        Assert.Equal(405, (await nodes.First.GetAsync($"/t/{Tenant}/receipts")).Status);
        Assert.Equal(404, (await FakeVerifier.PostAsync(nodes.First, "nobody", batch)).Status);
    }

    private static string? Data(System.Text.Json.JsonElement entry, string member) => entry.GetProperty("data").GetProperty(member).GetString();
}
