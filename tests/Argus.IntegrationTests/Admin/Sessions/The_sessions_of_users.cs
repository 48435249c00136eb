using System.Text.Json;
using Argus.Authority.Sessions;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.IntegrationTests.Admin.Families;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Sessions;

[Collection(FamilyNodesCollection.Name)]
public class The_sessions_of_users(FamilyNodes nodes)
{
    private static readonly Origin Browser = new("user:spec", "sessions", "192.0.2.7", "a browser");

    private readonly Grants _grants = new(nodes.First, "browsing");
    private readonly BrowserSessions _sessions = nodes.First.Service<BrowserSessions>();

    [Fact]
    public async Task are_listed_by_user_and_in_pages_with_how_they_signed_in()
    {
        var (first, _) = await SignInAsync("alice");
        var (second, _) = await SignInAsync("bob");
        var (third, _) = await SignInAsync("alice");
        Assert.True(await _sessions.JoinAsync(_grants.View, third, TestClient("spa"), Browser));

        var alices = await ListAsync("?subject=alice");
        Assert.Equal([third.Id.Value, first.Id.Value], Ids(alices).Take(2));
        Assert.DoesNotContain(second.Id.Value, Ids(alices));
        Assert.Equal(Ids(alices), Ids(await ListAsync($"?subject={_grants.SubjectOf("alice")}")));
        Assert.Equal([third.Id.Value, second.Id.Value], Ids(await ListAsync("?limit=2")));
        Assert.Empty(await ListAsync("?subject=nobody"));

        var shown = alices[0];
        Assert.Equal(("live", "alice", "pwd"), (Text(shown, "status"), Text(shown, "username"), Text(shown, "acr")));
        Assert.Equal(["spa"], shown.GetProperty("clients").EnumerateArray().Select(client => client.GetString()));
        Assert.DoesNotContain("digest", shown.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task are_over_when_an_operator_ends_them_and_no_other_is()
    {
        var ((ended, cookie), (_, other)) = (await SignInAsync("alice"), await SignInAsync("alice"));

        for (var time = 0; time < 2; time++)
        {
            var answer = await nodes.Admin.PostAsync($"/tenants/browsing/sessions/{ended.Id}/end", """{ "reason": "a shared computer" }""");
            Assert.Equal((200, "ended", "a shared computer"), (answer.Status, answer.Member("status"), answer.Member("end_reason")));
        }

        Assert.Null(await _sessions.FindAsync(_grants.View, cookie));
        Assert.NotNull(await _sessions.FindAsync(_grants.View, other));
    }

    [Fact]
    public async Task are_over_when_all_that_was_issued_to_the_user_is_revoked()
    {
        var (session, cookie) = await SignInAsync("bob");

        Assert.Equal(200, (await nodes.Admin.PostAsync("/tenants/browsing/revocations", """{ "subject": "bob", "reason": "a leak" }""")).Status);

        Assert.Null(await _sessions.FindAsync(_grants.View, cookie));
        var shown = (await ListAsync("?subject=bob")).Single(item => Text(item, "session") == session.Id.Value);
        Assert.Equal(("ended", "tokens_revoked"), (Text(shown, "status"), Text(shown, "end_reason")));
    }

    [Fact]
    public async Task must_be_there_to_be_ended()
    {
        foreach (var id in new[] { "06drj5o06drj5o06drj5o06dr0", "x" })
            (await nodes.Admin.PostAsync($"/tenants/browsing/sessions/{id}/end", """{ "reason": "r" }""")).IsProblem(404, "session_unknown");
        (await nodes.Admin.GetAsync("/tenants/nobody/sessions")).IsProblem(404, "tenant_unknown");
        (await nodes.Admin.GetAsync("/tenants/browsing/sessions?after=x")).IsProblem(400, "invalid_request");
    }

    private async Task<(BrowserSession Session, string Cookie)> SignInAsync(string user) => await _sessions.SignInAsync(
        _grants.View, null, _grants.SubjectOf(user), new Authentication("pwd", NameSet.Of("pwd"), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), null), Browser);

    private async Task<JsonElement[]> ListAsync(string query) =>
        [.. (await nodes.Admin.GetAsync($"/tenants/browsing/sessions{query}")).Json.GetProperty("items").EnumerateArray()];

    private static IEnumerable<string?> Ids(IEnumerable<JsonElement> items) => items.Select(item => Text(item, "session"));

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();

    private static ClientId TestClient(string name) => ClientId.TryParse(name, out var id) ? id : default;
}
