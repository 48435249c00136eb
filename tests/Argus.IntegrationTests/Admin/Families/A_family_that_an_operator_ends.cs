using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Families;

[Collection(FamilyNodesCollection.Name)]
public class A_family_that_an_operator_ends(FamilyNodes nodes)
{
    private const string Reason = """{ "reason": "the phone was stolen" }""";

    private readonly Grants _grants = new(nodes.First, "ended");

    [Fact]
    public async Task is_dead_with_all_its_tokens_from_the_answer_on_and_no_other_is()
    {
        var (family, other) = (await _grants.OpenAsync(), await _grants.OpenAsync());
        var refreshed = (await _grants.RefreshAsync(family))!;

        for (var time = 0; time < 2; time++)
        {
            var answer = await nodes.Admin.PostAsync($"/tenants/ended/families/{family.Id}/revoke", Reason);
            Assert.Equal((200, "revoked", "the phone was stolen"), (answer.Status, answer.Member("status"), answer.Member("revocation_reason")));
        }

        foreach (var token in new[] { family.AccessToken, refreshed.AccessToken })
            (await nodes.First.IntrospectAsync("/t/ended", Known.OrdersApi, token)).IsInactive();
        Assert.Null(await _grants.RefreshAsync(refreshed));
        (await nodes.First.IntrospectAsync("/t/ended", Known.OrdersApi, other.AccessToken)).IsActive();
        Assert.NotNull(await _grants.RefreshAsync(other));
    }

    [Fact]
    public async Task is_ended_once_and_by_name()
    {
        var family = await _grants.OpenAsync();

        for (var time = 0; time < 3; time++)
            Assert.Equal(200, (await nodes.Admin.PostAsync($"/tenants/ended/families/{family.Id}/revoke", Reason)).Status);

        var history = (await nodes.Admin.GetAsync($"/tenants/ended/families/{family.Id}")).Json.GetProperty("history").EnumerateArray().ToArray();
        Assert.Equal(["family.authorized", "family.opened", "family.revoked"], history.Select(happening => happening.GetProperty("type").GetString()));
        Assert.Equal("admin:client:argus-admin", history[2].GetProperty("actor").GetString());
    }

    [Fact]
    public async Task is_inactive_on_the_other_node_at_once()
    {
        var family = await new Grants(nodes.Second, "two").OpenAsync();
        (await nodes.Second.IntrospectAsync("/t/two", Known.OrdersApi, family.AccessToken)).IsActive();

        Assert.Equal(200, (await nodes.Admin.PostAsync($"/tenants/two/families/{family.Id}/revoke", Reason)).Status);

        (await nodes.First.IntrospectAsync("/t/two", Known.OrdersApi, family.AccessToken)).IsInactive();
        await Eventually.Holds("the other node refuses it", TimeSpan.FromSeconds(60), async () =>
            !(await nodes.Second.IntrospectAsync("/t/two", Known.OrdersApi, family.AccessToken)).Json.GetProperty("active").GetBoolean());
        Assert.Null(await new Grants(nodes.Second, "two").RefreshAsync(family));
    }

    [Fact]
    public async Task must_be_there_and_be_ended_for_a_reason()
    {
        var family = await _grants.OpenAsync();

        foreach (var id in new[] { "06drj5o06drj5o06drj5o06dr0", "x" })
            (await nodes.Admin.PostAsync($"/tenants/ended/families/{id}/revoke", Reason)).IsProblem(404, "family_unknown");
        (await nodes.Admin.PostAsync($"/tenants/two/families/{family.Id}/revoke", Reason)).IsProblem(404, "family_unknown");
        (await nodes.Admin.PostAsync($"/tenants/ended/families/{family.Id}/revoke", """{ "reason": " " }""")).IsProblem(400, "reason_missing");
        (await nodes.Admin.PostAsync($"/tenants/ended/families/{family.Id}/revoke", "{}")).IsProblem(400, "invalid_request");
        Assert.NotNull(await _grants.RefreshAsync(family));
    }

    [Fact]
    public async Task is_not_ended_by_who_may_only_read()
    {
        var family = await _grants.OpenAsync();
        var auditor = AdminApi.Bearer(await nodes.Admin.TokenAsync("argus.audit"));

        var path = $"{AdminApi.Root}/tenants/ended/families/{family.Id}";
        (await nodes.First.PostJsonAsync($"{path}/revoke", Reason, headers: auditor)).IsProblem(403, "insufficient_scope");
        Assert.Equal("active", (await nodes.First.GetAsync(path, auditor)).Member("status"));
    }
}
