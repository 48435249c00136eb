using System.Text;
using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;
using Argus.Log;

namespace Argus.IntegrationTests.Admin.Events;

[Collection(AdminNodeCollection.Name)]
public class The_log_over_the_Admin_API(AdminNode admin)
{
    private const string Events = "/tenants/audited/events";

    [Fact]
    public async Task is_what_stands_in_the_log_byte_for_byte_to_the_end_that_the_first_page_saw()
    {
        var stored = await StoredAsync();

        var (items, pages) = await AllAsync($"{Events}?limit=2");

        Assert.Equal(stored.Select(entry => Encoding.UTF8.GetString(entry.Bytes.Span)), items.Take(stored.Count).Select(item => item.GetRawText()));
        // Between the two the node may have added something of its own; what the pages themselves added is not among them.
        Assert.All(items.Skip(stored.Count), item => Assert.StartsWith("node:", item.GetProperty("actor").GetString(), StringComparison.Ordinal));
        Assert.True(pages >= (stored.Count + 1) / 2);
    }

    [Fact]
    public async Task tells_that_it_was_read_and_by_whom()
    {
        var before = (await StoredAsync()).Count;

        var page = await admin.Admin.GetAsync($"{Events}?type=key.activated&limit=7");

        var read = Assert.Single(await admin.Node.CausedAsync("audited", before));
        Assert.Equal(("audit.events_read", "admin:client:argus-admin"), (read.GetProperty("type").GetString(), read.GetProperty("actor").GetString()));
        Assert.Equal("""{"count":1,"type":"key.activated"}""", read.GetProperty("data").GetRawText());
        Assert.Single(page.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task can_be_read_by_type_and_by_stream_and_from_a_position_on()
    {
        var keys = await ItemsAsync("?stream=keys");
        Assert.True(keys.Length > 2 && keys.All(item => item.GetProperty("stream").GetString() == "keys"));
        Assert.Equal(keys.Skip(1).Select(Position), (await ItemsAsync($"?stream=keys&after={Position(keys[0])}")).Take(keys.Length - 1).Select(Position));
        Assert.Equal("key.activated", Assert.Single(await ItemsAsync("?stream=keys&type=key.activated")).GetProperty("type").GetString());
        Assert.Equal(Position(keys[0]), Position((await ItemsAsync($"?after={Position(keys[0]) - 1}"))[0]));
        Assert.Empty(await ItemsAsync("?stream=nobody"));
        Assert.Empty(await ItemsAsync("?after=999999999"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("after=-1")]
    [InlineData("after=1.")]
    [InlineData("after=1.2.3")]
    [InlineData("after=x")]
    [InlineData("after=99999999999999999999")]
    [InlineData("type=no.such")]
    [InlineData("stream=a%20b")]
    [InlineData("stream=")]
    public async Task is_not_read_by_what_makes_no_sense(string query) => (await admin.Admin.GetAsync($"{Events}?{query}")).IsProblem(400, "invalid_request");

    [Fact]
    public async Task is_for_auditors_and_of_tenants_that_are_there()
    {
        (await admin.Admin.GetAsync("/tenants/nobody/events")).IsProblem(404, "tenant_unknown");
        (await admin.Node.GetAsync(AdminApi.Root + Events)).IsProblem(401, "unauthorized");
        var auditor = AdminApi.Bearer(await admin.Admin.TokenAsync("argus.audit"));
        Assert.Equal(200, (await admin.Node.GetAsync(AdminApi.Root + Events, auditor)).Status);
    }

    private async Task<List<LogEntry>> StoredAsync()
    {
        var entries = new List<LogEntry>();
        await foreach (var entry in admin.Node.Service<IEventLog>().ReadAsync("audited", 0, TestContext.Current.CancellationToken))
            entries.Add(entry);
        return entries;
    }

    private async Task<JsonElement[]> ItemsAsync(string query) => [.. (await admin.Admin.GetAsync(Events + query)).Json.GetProperty("items").EnumerateArray()];

    private async Task<(List<JsonElement> Items, int Pages)> AllAsync(string path)
    {
        var (items, pages, next) = (new List<JsonElement>(), 0, "");
        for (var ask = path; next is not null; ask = $"{path}&after={next}", pages++)
        {
            var page = (await admin.Admin.GetAsync(ask)).Json;
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }

        return (items, pages);
    }

    private static long Position(JsonElement item) => item.GetProperty("position").GetInt64();
}
