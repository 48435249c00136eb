using Argus.IntegrationTests.Admin.Families;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Revocations;

[Collection(FamilyNodesCollection.Name)]
public class What_was_issued_before_a_revocation(FamilyNodes nodes)
{
    private const string Path = "/tenants/revoking/revocations";

    private readonly Grants _grants = new(nodes.First, "revoking");

    [Fact]
    public async Task to_a_client_is_dead_and_what_is_issued_in_the_same_second_lives()
    {
        var (token, other) = (await TokenAsync(Known.Billing), await TokenAsync(Known.BasicOnly));

        var revoked = (await nodes.Admin.PostAsync(Path, """{ "client": "billing", "reason": "a leak" }""")).Json;

        var after = await TokenAsync(Known.Billing);
        await DeadAsync(token);
        await LiveAsync(other, after);
        Assert.Equal("billing", revoked.GetProperty("client").GetString());
        var entry = await nodes.First.Events.ReadAsync("revoking", revoked.GetProperty("revocation").GetInt64(), TestContext.Current.CancellationToken)
            .FirstAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("revocation:", entry.Stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task to_a_client_as_its_own_subject_is_dead()
    {
        var token = await TokenAsync(Known.BasicOnly);

        await RevokeAsync("""{ "subject": "client:basic-only", "reason": "a leak" }""");

        var after = await TokenAsync(Known.BasicOnly);
        await DeadAsync(token);
        await LiveAsync(after);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("ALICE")]
    [InlineData(null)]
    public async Task to_a_user_is_dead_with_its_families_and_a_new_grant_lives(string? name)
    {
        var (family, other) = (await _grants.OpenAsync(), await _grants.OpenAsync("bob"));

        await RevokeAsync($$"""{ "subject": "{{name ?? _grants.SubjectOf("alice").Value}}", "reason": "a leak" }""");

        await DeadAsync(family.AccessToken);
        Assert.Null(await _grants.RefreshAsync(family));
        var shown = await nodes.Admin.GetAsync($"/tenants/revoking/families/{family.Id}");
        Assert.Equal(("revoked", "tokens_revoked"), (shown.Member("status"), shown.Member("revocation_reason")));

        var after = await _grants.OpenAsync();
        await LiveAsync(other.AccessToken, after.AccessToken, (await _grants.RefreshAsync(after))!.AccessToken);
    }

    [Fact]
    public async Task to_a_client_for_a_user_is_dead_and_nothing_else_of_either()
    {
        var (both, sameUser, sameClient) = (await _grants.OpenAsync(), await _grants.OpenAsync("alice", "app"), await _grants.OpenAsync("bob"));

        await RevokeAsync("""{ "subject": "alice", "client": "spa", "reason": "a leak" }""");

        await DeadAsync(both.AccessToken);
        await LiveAsync(sameUser.AccessToken, sameClient.AccessToken, (await _grants.OpenAsync()).AccessToken);
    }

    [Fact]
    public async Task by_the_tenant_is_dead_whosever_it_is()
    {
        var grants = new Grants(nodes.First, "emptied");
        var family = await grants.OpenAsync();
        var token = (await nodes.First.TokenAsync("/t/emptied", Known.Billing)).AccessToken;

        Assert.Equal("emptied", (await nodes.Admin.PostAsync("/tenants/emptied/revocations", """{ "tenant": true, "reason": "a leak" }""")).Member("tenant"));

        var after = new[] { (await nodes.First.TokenAsync("/t/emptied", Known.Billing)).AccessToken, (await grants.OpenAsync()).AccessToken };
        foreach (var dead in new[] { family.AccessToken, token })
            (await nodes.First.IntrospectAsync("/t/emptied", Known.OrdersApi, dead)).IsInactive();
        foreach (var live in after)
            (await nodes.First.IntrospectAsync("/t/emptied", Known.OrdersApi, live)).IsActive();
        await LiveAsync(await TokenAsync(Known.Billing));
    }

    [Fact]
    public async Task is_dead_only_if_it_was_issued_before_the_moment_that_is_named()
    {
        var early = await _grants.OpenAsync("bob", "app");
        var first = (await nodes.First.Events.ReadStreamAsync("revoking", $"family:{early.Id}", 0, TestContext.Current.CancellationToken))[^1].Time;
        await Eventually.Holds("a second passes", TimeSpan.FromSeconds(60), () => TimeProvider.System.GetUtcNow() > first.AddSeconds(1.1));
        var late = await _grants.OpenAsync("bob", "app");

        var answer = await RevokeAsync($$"""{ "subject": "bob", "client": "app", "not_before": "{{first.AddSeconds(1):yyyy-MM-ddTHH:mm:ssZ}}", "reason": "a leak" }""");

        Assert.NotNull(answer.Member("not_before"));
        await DeadAsync(early.AccessToken);
        await LiveAsync(late.AccessToken);
    }

    [Fact]
    public async Task is_refused_by_the_other_node_at_once()
    {
        var token = (await nodes.Second.TokenAsync("/t/revoking", Known.Billing)).AccessToken;

        await RevokeAsync("""{ "client": "billing", "reason": "a leak" }""");

        await Eventually.Holds("the other node refuses it", TimeSpan.FromSeconds(60), async () =>
            !(await nodes.Second.IntrospectAsync("/t/revoking", Known.OrdersApi, token)).Json.GetProperty("active").GetBoolean());
    }

    private async Task<Reply> RevokeAsync(string json)
    {
        var answer = await nodes.Admin.PostAsync(Path, json);
        Assert.True(answer.Status == 200, answer.ToString());
        return answer;
    }

    private async Task<string> TokenAsync(Client client) => (await nodes.First.TokenAsync("/t/revoking", client)).AccessToken;

    private async Task DeadAsync(string token) => (await nodes.First.IntrospectAsync("/t/revoking", Known.OrdersApi, token)).IsInactive();

    private async Task LiveAsync(params string[] tokens)
    {
        foreach (var token in tokens)
            (await nodes.First.IntrospectAsync("/t/revoking", Known.OrdersApi, token)).IsActive();
    }
}
