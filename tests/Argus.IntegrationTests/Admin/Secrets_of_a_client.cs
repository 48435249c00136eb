using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin;

public sealed class Secrets_of_a_client(Argus.IntegrationTests.Postgres.TestPostgres postgres) : IAsyncLifetime
{
    private const string Secrets = "/tenants/rotating/clients/billing/secrets";

    private TestNode _node = null!;
    private AdminApi _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _node = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = $$"""{ "tenants": [ {{Known.Small("rotating")}} ] }""",
            More = Known.AdminSettings,
        });
        _admin = new AdminApi(_node);
    }

    public async ValueTask DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task overlap_until_the_old_one_is_removed()
    {
        var added = await _admin.PostAsync(Secrets);
        var second = Known.Billing with { Secret = added.Member("client_secret")! };

        Assert.Equal(["client_id", "client_secret", "secret_id", "expires_at"], added.Members);
        Assert.Equal((200, 200), (await StatusAsync(Known.Billing), await StatusAsync(second)));

        Assert.Equal(204, (await _admin.DeleteAsync($"{Secrets}/described")).Status);
        Assert.Equal((401, 200), (await StatusAsync(Known.Billing), await StatusAsync(second)));
        (await _admin.DeleteAsync($"{Secrets}/described")).IsProblem(404, "secret_unknown");
    }

    [Fact]
    public async Task end_at_once_where_that_is_asked_for()
    {
        var added = await _admin.PostAsync(Secrets, """{"overlap":0,"expires_in":600}""");

        Assert.NotNull(added.Member("expires_at"));
        Assert.Equal((401, 200), (await StatusAsync(Known.Billing), await StatusAsync(Known.Billing with { Secret = added.Member("client_secret")! })));
    }

    [Fact]
    public async Task are_five_at_most_and_listed_with_their_last_use()
    {
        await StatusAsync(Known.Billing);
        for (var i = 0; i < 4; i++)
            Assert.Equal(200, (await _admin.PostAsync(Secrets)).Status);
        (await _admin.PostAsync(Secrets)).IsProblem(409, "too_many_secrets");
        (await _admin.PostAsync(Secrets, """{"overlap":-1}""")).IsProblem(409, "overlap_out_of_range");

        Reply listed = null!;
        await Eventually.Holds("the use is on record", TimeSpan.FromSeconds(60), async () =>
            (listed = await _admin.GetAsync(Secrets)).Json.GetProperty("items")[0].GetProperty("last_used_at").ValueKind != System.Text.Json.JsonValueKind.Null);

        var items = listed.Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(5, items.Count);
        Assert.Equal("described", items[0].GetProperty("id").GetString());
        Assert.EndsWith("T00:00:00Z", items[0].GetProperty("last_used_at").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hash", listed.Text, StringComparison.Ordinal);
    }

    private async Task<int> StatusAsync(Client client) => (await _node.TokenAsync("/t/rotating", client)).Status;
}
