using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Families;

[Collection(FamilyNodesCollection.Name)]
public sealed class The_list_of_families(FamilyNodes nodes) : IAsyncLifetime
{
    private readonly Grants _grants = new(nodes.First, "listed");
    private string[] _opened = [];

    public async ValueTask InitializeAsync()
    {
        // Once for all tests of this class.
        if (await ListAsync() is not { Length: > 0 })
        {
            foreach (var (user, client) in new[] { ("alice", "spa"), ("bob", "spa"), ("alice", "app"), ("bob", "app"), ("alice", "spa") })
                await _grants.OpenAsync(user, client);
            await _grants.AuthorizeAsync();
        }

        _opened = await ListAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task has_the_latest_first_and_says_what_was_granted_to_whom()
    {
        var items = (await nodes.Admin.GetAsync("/tenants/listed/families")).Json.GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal(
            ["alice spa", "bob app", "alice app", "bob spa", "alice spa"], items.Select(item => $"{Text(item, "username")} {Text(item, "client_id")}"));
        var first = items[0];
        Assert.Equal(
            [
                "family", "subject", "username", "client_id", "scope", "resources", "status", "opened_at", "expires_at", "last_used_at", "generation", "session",
                "revocation_reason", "history",
            ],
            first.EnumerateObject().Select(member => member.Name));
        Assert.Equal((_grants.SubjectOf("alice").Value, "alice", "spa"), (Text(first, "subject"), Text(first, "username"), Text(first, "client_id")));
        Assert.Equal(("offline_access openid orders.read", "active", 0), (Text(first, "scope"), Text(first, "status"), first.GetProperty("generation").GetInt32()));
        Assert.InRange(
            (first.GetProperty("expires_at").GetDateTimeOffset() - first.GetProperty("opened_at").GetDateTimeOffset()).TotalDays, 29.99, 30.01);
        Assert.Equal(JsonValueKind.Null, first.GetProperty("revocation_reason").ValueKind);
    }

    [Fact]
    public async Task can_be_of_a_subject_of_a_client_and_of_both()
    {
        Assert.Equal(Ids(0, 2, 4), await ListAsync("subject=alice"));
        Assert.Equal(Ids(0, 2, 4), await ListAsync("subject=ALICE"));
        Assert.Equal(Ids(1, 3), await ListAsync($"subject={_grants.SubjectOf("bob")}"));
        Assert.Equal(Ids(1, 2), await ListAsync("client=app"));
        Assert.Equal(Ids(2), await ListAsync("client=app&subject=alice"));
        foreach (var nobody in new[] { "subject=nobody", "client=nobody", "client=%21", "subject=06drj5o06drj5o06drj5o06dr0", "subject=alice&client=billing" })
            Assert.Empty(await ListAsync(nobody));
    }

    [Fact]
    public async Task leaves_out_what_was_never_opened_unless_it_is_asked_for()
    {
        var all = (await nodes.Admin.GetAsync("/tenants/listed/families?status=all&subject=alice")).Json.GetProperty("items");

        Assert.Equal(["authorized", "active", "active", "active"], all.EnumerateArray().Select(item => Text(item, "status")));
        Assert.Equal(JsonValueKind.Null, all[0].GetProperty("opened_at").ValueKind);
    }

    [Fact]
    public async Task comes_in_pages()
    {
        var (pages, after) = (new List<string[]>(), "");
        while (pages.Count < 10)
        {
            var page = (await nodes.Admin.GetAsync($"/tenants/listed/families?limit=2{after}")).Json;
            pages.Add([.. page.GetProperty("items").EnumerateArray().Select(item => Text(item, "family")!)]);
            if (page.GetProperty("next").GetString() is not { } next)
                break;
            after = $"&after={next}";
        }

        Assert.Equal([2, 2, 1], pages.Select(page => page.Length));
        Assert.Equal(Ids(0, 1, 2, 3, 4), pages.SelectMany(page => page));
    }

    [Fact]
    public async Task refuses_what_no_list_is_like()
    {
        foreach (var query in new[] { "limit=0", "limit=1001", "after=x", "after=-1", "status=active" })
            (await nodes.Admin.GetAsync($"/tenants/listed/families?{query}")).IsProblem(400, "invalid_request");
        (await nodes.Admin.GetAsync("/tenants/nobody/families")).IsProblem(404, "tenant_unknown");
    }

    private string[] Ids(params int[] opened) => [.. opened.Select(i => _opened[i])];

    private async Task<string[]> ListAsync(string query = "") => [
        .. (await nodes.Admin.GetAsync($"/tenants/listed/families?{query}")).Json.GetProperty("items").EnumerateArray().Select(item => Text(item, "family")!)];

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}
