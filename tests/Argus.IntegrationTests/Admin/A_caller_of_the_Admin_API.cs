using System.Text;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin;

[Collection(AdminNodeCollection.Name)]
public class A_caller_of_the_Admin_API(AdminNode admin)
{
    private const string Keys = "/admin/v1/tenants/acme/keys";

    private readonly TestNode _node = admin.Node;

    [Fact]
    public async Task is_let_in_with_an_administrators_token_whatever_the_case_of_the_scheme()
    {
        var token = await admin.Admin.TokenAsync();

        foreach (var scheme in new[] { "Bearer", "bearer", "BEARER" })
            Assert.Equal(200, (await _node.GetAsync(Keys, ("Authorization", $"{scheme} {token}"))).Status);
    }

    [Fact]
    public async Task without_a_token_is_told_only_that_one_is_needed()
    {
        var reply = await _node.GetAsync(Keys);

        reply.IsProblem(401, "unauthorized");
        Assert.Equal("Bearer realm=\"admin\"", reply.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer x.y.z")]
    [InlineData("Basic YXJndXMtYWRtaW46eA==")]
    [InlineData("Token eyJ9")]
    public async Task with_anything_else_stays_outside(string authorization) => IsRefused(await _node.GetAsync(Keys, ("Authorization", authorization)));

    [Fact]
    public async Task with_the_administrators_secret_and_no_token_stays_outside() =>
        IsRefused(await _node.GetAsync(Keys, ("Authorization", Known.Administrator.Basic.ToString())));

    [Fact]
    public async Task with_a_token_in_the_query_or_the_form_stays_outside()
    {
        var token = await admin.Admin.TokenAsync();

        (await _node.GetAsync($"{Keys}?access_token={token}")).IsProblem(401, "unauthorized");
        (await _node.PostAsync($"{Keys}/rotate", $"access_token={token}")).IsProblem(415, "unsupported_media_type");
    }

    [Fact]
    public async Task with_two_tokens_stays_outside()
    {
        var token = await admin.Admin.TokenAsync();
        var request = $"GET {Keys} HTTP/1.1\r\nHost: {_node.Url.Authority}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nAuthorization: Bearer {token}\r\n\r\n";

        var (status, head, _) = await RawHttp.SendAsync(_node.Url, Encoding.ASCII.GetBytes(request));

        Assert.True(status == 401, head);
    }

    [Fact]
    public async Task of_another_tenant_stays_outside_whatever_its_client_and_resource_are_named()
    {
        var imitated = (await _node.TokenAsync("/t/imitator", Known.Administrator)).AccessToken;
        var payload = new Compact(imitated).Payload;
        Assert.Equal(("client:argus-admin", admin.Admin.Resource, "argus.admin"), (payload.GetProperty("sub").GetString(), payload.GetProperty("aud").GetString(), payload.GetProperty("scope").GetString()));

        IsRefused(await _node.GetAsync(Keys, AdminApi.Bearer(imitated)));
        IsRefused(await _node.GetAsync(Keys, AdminApi.Bearer((await _node.TokenAsync("/t/acme", Known.Billing)).AccessToken)));
    }

    [Fact]
    public async Task gives_no_tenant_a_resource_that_is_named_as_the_Admin_API_is()
    {
        var refused = (await admin.Admin.PutAsync("/tenants/acme/resources", $$"""{"items":[{"resource":"{{admin.Admin.Resource}}"}]}""")).IsProblem(422, "description_refused");
        Assert.Contains("only the system tenant issues tokens for", refused.Member("detail"), StringComparison.Ordinal);
        (await admin.Admin.PutAsync("/tenants/acme", $$"""{"resources":[{"resource":"{{admin.Admin.Resource}}"}]}""")).IsProblem(422, "description_refused");
        Assert.Equal(200, (await admin.Admin.PutAsync("/tenants/system/resources", $$"""{"items":[{"resource":"{{admin.Admin.Resource}}"}]}""")).Status);
    }

    [Fact]
    public async Task with_a_token_for_another_resource_stays_outside() =>
        IsRefused(await _node.GetAsync(Keys, AdminApi.Bearer((await _node.TokenAsync("/t/system", AdminNode.Elsewhere)).AccessToken)));

    [Fact]
    public async Task who_was_disabled_stays_outside() => IsRefused(await _node.GetAsync(Keys, AdminApi.Bearer(admin.FormersToken)));

    [Fact]
    public async Task with_a_revoked_token_stays_outside()
    {
        var token = await admin.Admin.TokenAsync();
        Assert.Equal(200, (await _node.GetAsync(Keys, AdminApi.Bearer(token))).Status);

        Assert.Equal(200, (await _node.RevokeAsync("/t/system", Known.Administrator, token)).Status);

        IsRefused(await _node.GetAsync(Keys, AdminApi.Bearer(token)));
    }

    [Fact]
    public async Task with_a_token_that_was_changed_stays_outside() =>
        IsRefused(await _node.GetAsync(Keys, AdminApi.Bearer(Compact.Tampered(await admin.Admin.TokenAsync()))));

    [Fact]
    public async Task with_a_token_that_the_real_key_signed_but_the_log_does_not_know_stays_outside_and_is_put_on_record()
    {
        var thief = await Thief.OfAsync(_node, "system");
        var forged = await thief.ForgeAsync(admin.Admin.Resource, Known.Administrator.Id, "argus.admin argus.operate argus.audit");

        IsRefused(await _node.GetAsync(Keys, AdminApi.Bearer(forged)));
        IsRefused(await _node.PostJsonAsync($"{Keys}/rotate", "{\"force\":true}", headers: AdminApi.Bearer(forged)));

        var seen = Assert.Single(await _node.EntriesAsync("system", "token.unlogged_seen"), entry => entry.GetProperty("data").GetProperty("digest").GetString() == new Compact(forged).Digest);
        Assert.Equal("admin:unknown", seen.GetProperty("actor").GetString());
        Assert.Equal(thief.Kid, seen.GetProperty("data").GetProperty("kid").GetString());
        Assert.Equal("127.0.0.1", (await _node.OpenedAsync("system", seen)).GetProperty("context").GetProperty("source").GetString());
    }

    [Fact]
    public async Task can_do_what_its_scope_allows_and_no_more()
    {
        var (audit, operate, all) = (await admin.Admin.TokenAsync("argus.audit"), await admin.Admin.TokenAsync("argus.operate"), await admin.Admin.TokenAsync());
        const string kid = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        (string Method, string Path, bool Reads)[] endpoints =
        [
            ("GET", "/tenants/nobody/keys", true), ("GET", "/tenants/nobody/jwks", true), ("GET", "/tenants/nobody/compliance", true),
            ("POST", "/tenants/nobody/keys/rotate", false), ("POST", "/tenants/nobody/keys/import", false), ("POST", $"/tenants/nobody/keys/{kid}/revoke", false),
        ];

        foreach (var (method, path, reads) in endpoints)
        {
            foreach (var (token, isAllowed) in new[] { (audit, reads), (operate, true), (all, true) })
            {
                var body = path.EndsWith("revoke", StringComparison.Ordinal) ? "{\"reason\":\"a test\"}" : "{}";
                var reply = method == "GET" ? await _node.GetAsync(AdminApi.Root + path, AdminApi.Bearer(token)) : await _node.PostJsonAsync(AdminApi.Root + path, body, headers: AdminApi.Bearer(token));
                if (isAllowed)
                {
                    reply.IsProblem(404, "tenant_unknown");
                    continue;
                }

                reply.IsProblem(403, "insufficient_scope");
                Assert.Equal("Bearer realm=\"admin\", error=\"insufficient_scope\", scope=\"argus.operate argus.admin\"", reply.Header("WWW-Authenticate"));
            }
        }
    }

    [Fact]
    public async Task who_may_not_changes_nothing()
    {
        var before = (await _node.EntriesAsync("acme")).Count;

        (await _node.PostJsonAsync($"{Keys}/rotate", "{\"force\":true}", headers: AdminApi.Bearer(await admin.Admin.TokenAsync("argus.audit")))).IsProblem(403, "insufficient_scope");

        Assert.DoesNotContain((await _node.EntriesAsync("acme")).Skip(before), entry => entry.GetProperty("actor").GetString()!.StartsWith("admin:", StringComparison.Ordinal));
    }

    private static void IsRefused(Reply reply)
    {
        reply.IsProblem(401, "unauthorized");
        Assert.Equal("Bearer realm=\"admin\", error=\"invalid_token\"", reply.Header("WWW-Authenticate"));
    }
}
