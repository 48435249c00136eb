using Argus.IntegrationTests.Admin.Families;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Revocations;

[Collection(FamilyNodesCollection.Name)]
public class A_revocation_that_is_asked_for(FamilyNodes nodes)
{
    private const string Path = "/tenants/single/revocations";

    private readonly Grants _grants = new(nodes.First, "single");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task by_jti_kills_one_token_and_is_on_record_once(bool ofAFamily)
    {
        var (family, token) = (await _grants.OpenAsync(), (await nodes.First.TokenAsync("/t/single", Known.Billing)).AccessToken);
        var (dead, live) = ofAFamily ? (family.AccessToken, token) : (token, family.AccessToken);
        var jti = new Compact(dead).Jti;
        var json = $$"""{ "jti": "{{jti}}", "reason": "a leak" }""";

        var answer = await nodes.Admin.PostAsync(Path, json);
        Assert.Equal((200, jti), (answer.Status, answer.Member("jti")));
        (await nodes.First.IntrospectAsync("/t/single", Known.OrdersApi, dead)).IsInactive();
        (await nodes.First.IntrospectAsync("/t/single", Known.OrdersApi, live)).IsActive();
        Assert.NotNull(await _grants.RefreshAsync(family));

        // Again: the answer names the first revocation.
        Assert.Equal(answer.Text, (await nodes.Admin.PostAsync(Path, json)).Text);
        var entries = await nodes.First.Events.ReadStreamAsync("single", $"token:{jti}", 0, TestContext.Current.CancellationToken);
        Assert.Equal(entries[^1].Position, answer.Json.GetProperty("revocation").GetInt64());
        Assert.Contains("\"reason\":\"a leak\"", System.Text.Encoding.UTF8.GetString(entries[^1].Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task for_what_was_never_issued_or_for_nobody_is_refused()
    {
        var family = await _grants.OpenAsync();
        foreach (var jti in new[] { "06drj5o06drj5o06drj5o06dr0", $"{family.Id}.7", $"{family.Id}", "x" })
            (await nodes.Admin.PostAsync(Path, $$"""{ "jti": "{{jti}}", "reason": "r" }""")).IsProblem(404, "token_unknown");
        foreach (var subject in new[] { "nobody", "06drj5o06drj5o06drj5o06dr0", "client:nobody", "client:" })
            (await nodes.Admin.PostAsync(Path, $$"""{ "subject": "{{subject}}", "reason": "r" }""")).IsProblem(404, "subject_unknown");
        (await nodes.Admin.PostAsync(Path, """{ "client": "nobody", "reason": "r" }""")).IsProblem(404, "client_unknown");
        (await nodes.Admin.PostAsync("/tenants/nobody/revocations", """{ "tenant": true, "reason": "r" }""")).IsProblem(404, "tenant_unknown");
        (await nodes.First.IntrospectAsync("/t/single", Known.OrdersApi, family.AccessToken)).IsActive();
    }

    [Theory]
    [InlineData("""{ "reason": "r" }""")]
    [InlineData("""{ "reason": "r", "tenant": false }""")]
    [InlineData("""{ "reason": "r", "tenant": true, "client": "billing" }""")]
    [InlineData("""{ "reason": "r", "tenant": true, "jti": "06drj5o06drj5o06drj5o06dr0" }""")]
    [InlineData("""{ "reason": "r", "jti": "06drj5o06drj5o06drj5o06dr0", "subject": "alice" }""")]
    [InlineData("""{ "reason": "r", "client": "billing", "not_before": "2999-01-01T00:00:00Z" }""")]
    [InlineData("""{ "reason": "r", "client": "billing", "not_before": "2026-01-01T00:00:00" }""")]
    [InlineData("""{ "reason": "r", "jti": "06drj5o06drj5o06drj5o06dr0", "not_before": "2026-01-01T00:00:00Z" }""")]
    [InlineData("""{ "client": "billing" }""")]
    [InlineData("""{ "reason": "r", "client": "billing", "user": "alice" }""")]
    public async Task with_another_target_than_one_or_in_the_future_is_refused(string json)
    {
        var token = (await nodes.First.TokenAsync("/t/single", Known.BasicOnly)).AccessToken;

        (await nodes.Admin.PostAsync(Path, json)).IsProblem(400, "invalid_request");

        (await nodes.First.IntrospectAsync("/t/single", Known.OrdersApi, token)).IsActive();
    }

    [Fact]
    public async Task without_a_reason_or_by_who_may_only_read_is_refused()
    {
        var auditor = AdminApi.Bearer(await nodes.Admin.TokenAsync("argus.audit"));

        (await nodes.Admin.PostAsync(Path, """{ "client": "billing", "reason": "" }""")).IsProblem(400, "reason_missing");
        (await nodes.First.PostJsonAsync($"{AdminApi.Root}{Path}", """{ "client": "billing", "reason": "r" }""", headers: auditor)).IsProblem(403, "insufficient_scope");
    }
}
