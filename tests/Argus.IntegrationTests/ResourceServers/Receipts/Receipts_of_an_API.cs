using System.Security.Cryptography;
using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.ResourceServers.Receipts;

public class Receipts_of_an_API(TestPostgres postgres)
{
    private const string Tenant = "acme";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task are_listed_by_operators()
    {
        using var key = RSA.Create(2048);
        await using var node = await StartAsync(key);
        await using var api = await ReceiptApi.StartAsync(node.Issuer($"/t/{Tenant}"), key);
        var token = (await node.TokenAsync($"/t/{Tenant}", Known.Billing)).AccessToken;

        for (var i = 0; i < 3; i++)
            Assert.Equal(200, await api.AskAsync(token));
        Assert.Equal(401, await api.AskAsync(Compact.Tampered(token)));

        var admin = new AdminApi(node);
        var verifier = default(JsonElement);
        await Eventually.Holds("all is handed in", Bound, async () =>
            (verifier = Single(await admin.GetAsync($"/tenants/{Tenant}/verifiers"))).ValueKind == JsonValueKind.Object
            && verifier.GetProperty("accepted").GetInt64() == 3 && verifier.GetProperty("rejected").GetInt64() == 1);
        Assert.Equal(("orders-api", 0L, 0), (verifier.GetProperty("client_id").GetString(), verifier.GetProperty("lost").GetInt64(), verifier.GetProperty("gaps").GetArrayLength()));
        Assert.Equal(22, verifier.GetProperty("verifier").GetString()!.Length);
        Assert.Contains(LogReading.KidOf(token), verifier.GetProperty("kids").EnumerateArray().Select(kid => kid.GetString()));

        var accepted = Assert.Single(
            (await node.EntriesAsync(Tenant, "verification.receipts_recorded")).SelectMany(entry => entry.GetProperty("data").GetProperty("receipts").EnumerateArray()),
            receipt => receipt.GetProperty("reason").GetString() == "accepted");
        Assert.Equal((new Compact(token).Digest, new Compact(token).Jti), (accepted.GetProperty("digest").GetString(), accepted.GetProperty("jti").GetString()));
        Assert.Empty(await node.EntriesAsync(Tenant, "token.unlogged_seen"));
        (await admin.GetAsync("/tenants/nobody/verifiers")).IsProblem(404, "tenant_unknown");
        (await admin.GetAsync($"/tenants/{Tenant}/verifiers?since=yesterday")).IsProblem(400, "invalid_request");
    }

    [Fact]
    public async Task are_handed_in_to_the_last_when_it_stops()
    {
        using var key = RSA.Create(2048);
        await using var node = await StartAsync(key);
        await using var api = await ReceiptApi.StartAsync(node.Issuer($"/t/{Tenant}"), key);
        var token = (await node.TokenAsync($"/t/{Tenant}", Known.Billing)).AccessToken;
        for (var i = 0; i < 20; i++)
            Assert.Equal(200, await api.AskAsync(token));

        await api.StopAsync();

        Assert.Equal(20, Single(await new AdminApi(node).GetAsync($"/tenants/{Tenant}/verifiers")).GetProperty("accepted").GetInt64());
    }

    [Fact]
    public async Task confirm_a_refresh_so_that_a_later_retry_is_reuse()
    {
        using var key = RSA.Create(2048);
        await using var node = await StartAsync(key, """{ "refresh_concurrency_window": 0, "refresh_retry_window": 60 }""");
        await using var api = await ReceiptApi.StartAsync(node.Issuer($"/t/{Tenant}"), key);
        var grants = new Grants(node, Tenant);
        var (seen, unseen) = (await grants.OpenAsync(), await grants.OpenAsync());
        var (next, other) = ((await grants.RefreshAsync(seen))!, (await grants.RefreshAsync(unseen))!);

        Assert.Equal(200, await api.AskAsync(next.AccessToken));
        await Eventually.Holds("the refresh is confirmed", Bound, async () => (await node.EntriesAsync(Tenant, "refresh.confirmed")).Count == 1);

        Assert.Equal(other.RefreshToken, (await grants.RefreshAsync(unseen))!.RefreshToken);
        Assert.Null(await grants.RefreshAsync(seen));
        Assert.Null(await grants.RefreshAsync(next));
        Assert.Single(await node.EntriesAsync(Tenant, "family.revoked"), entry => entry.GetProperty("stream").GetString() == $"family:{seen.Id}");
    }

    private async Task<TestNode> StartAsync(RSA key, string policy = "{}") => await TestNode.StartAsync(new NodeSettings
    {
        ConnectionString = await postgres.NewDatabaseAsync(),
        Provisioning = $$"""{ "tenants": [ {{ReceiptNodes.Tenant(Tenant, key, policy)}} ] }""",
        More = [.. Known.AdminSettings, "--Argus:AppendTimeout", "30"],
    });

    /// <summary>The one verifier; nothing while there is none.</summary>
    private static JsonElement Single(Reply list) => list.Json.GetProperty("items").EnumerateArray().SingleOrDefault();
}
