using System.Net.Http.Json;
using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin;

[Collection(AdminNodeCollection.Name)]
public class Clients_by_the_Admin_API(AdminNode admin)
{
    private const string Clients = "/tenants/second/clients";

    private readonly TestNode _node = admin.Node;

    [Fact]
    public async Task are_described_and_shown_in_the_words_of_RFC_7591()
    {
        const string description =
            """
            {"client_name":"App","token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token"],"scope":"openid orders.read",
             "resources":["https://api.acme.example"],"redirect_uris":["http://127.0.0.1/cb"],"post_logout_redirect_uris":["https://app.example/"],
             "backchannel_logout_uri":"https://app.example/logout","backchannel_logout_session_required":true,"require_pushed_authorization_requests":true,
             "skip_consent":true,"refresh_absolute_lifetime":7200,"refresh_idle_lifetime":3600}
            """;

        var shown = (await SendAsync(HttpMethod.Put, $"{Clients}/app", description)).Json;

        Assert.Equal(shown.ToString(), (await admin.Admin.GetAsync($"{Clients}/app")).Json.ToString());
        foreach (var member in JsonDocument.Parse(description).RootElement.EnumerateObject())
            Assert.Equal(JsonSerializer.Serialize(member.Value), JsonSerializer.Serialize(shown.GetProperty(member.Name)));
        (await SendAsync(HttpMethod.Put, $"{Clients}/app", """{"client_secret":"s"}""")).IsProblem(422, "description_refused");
        (await admin.Admin.PostAsync($"{Clients}/app/secrets")).IsProblem(409, "public_client_has_secret");
    }

    [Fact]
    public async Task are_described_and_shown_with_what_services_need()
    {
        const string description =
            """
            {"token_endpoint_auth_method":"tls_client_auth","tls_client_auth_san_dns":"worker.acme.example","tls_client_certificate_bound_access_tokens":true,"dpop_bound_access_tokens":false,
             "spiffe_id":"spiffe://acme.example/worker","jwks_uri":"https://worker.acme.example/jwks","grant_types":["client_credentials","urn:ietf:params:oauth:grant-type:token-exchange"],
             "scope":"orders.read","resources":["https://api.acme.example"],"resource_scopes":{"https://api.acme.example":"orders.read"},
             "exchanges":["https://api.acme.example"],"impersonates":true,"may_act":"billing"}
            """;

        var shown = (await SendAsync(HttpMethod.Put, $"{Clients}/worker", description)).Json;

        foreach (var member in JsonDocument.Parse(description).RootElement.EnumerateObject())
            Assert.Equal(JsonSerializer.Serialize(member.Value), JsonSerializer.Serialize(shown.GetProperty(member.Name)));
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("jwks").ValueKind);
        var keyed = (await SendAsync(HttpMethod.Put, $"{Clients}/worker", """{"jwks_uri":null,"jwks":{"keys":[]},"may_act":null}""")).Json;
        Assert.Equal(("""{"keys":[]}""", JsonValueKind.Null), (keyed.GetProperty("jwks").GetRawText(), keyed.GetProperty("may_act").ValueKind));
    }

    [Fact]
    public async Task are_removed_once_with_their_tokens()
    {
        await SendAsync(HttpMethod.Put, $"{Clients}/leaving", JsonContentOf("leaving-secret"));
        var token = (await _node.TokenAsync("/t/second", new Client("leaving", "leaving-secret"))).AccessToken;
        Assert.True(await IsActiveAsync(token));

        Assert.Equal((204, ""), await StatusAsync(HttpMethod.Delete, $"{Clients}/leaving"));

        (await SendAsync(HttpMethod.Delete, $"{Clients}/leaving")).IsProblem(404, "client_unknown");
        (await admin.Admin.GetAsync($"{Clients}/leaving")).IsProblem(404, "client_unknown");
        (await _node.TokenAsync("/t/second", new Client("leaving", "leaving-secret"))).Refuses(401, "invalid_client");
        Assert.False(await IsActiveAsync(token));
        var removed = (await _node.EntriesAsync("second", "client.removed")).Single(entry => entry.GetProperty("stream").GetString() == "client:leaving");
        Assert.StartsWith("admin:", removed.GetProperty("actor").GetString(), StringComparison.Ordinal);

        await SendAsync(HttpMethod.Put, $"{Clients}/leaving", JsonContentOf("another-secret"));
        Assert.Equal(200, (await _node.TokenAsync("/t/second", new Client("leaving", "another-secret"))).Status);
        Assert.False(await IsActiveAsync(token));
    }

    [Fact]
    public async Task are_not_removed_where_that_would_lock_everybody_out() =>
        (await SendAsync(HttpMethod.Delete, "/tenants/system/clients/argus-admin")).IsProblem(409, "administrator_client");

    [Fact]
    public async Task are_not_removed_by_who_may_only_operate()
    {
        var operates = await admin.Admin.TokenAsync("argus.operate");

        (await _node.SendAsync(HttpMethod.Delete, $"/admin/v1{Clients}/billing", AdminApi.Bearer(operates))).IsProblem(403, "insufficient_scope");
    }

    private static string JsonContentOf(string secret) =>
        $$"""{"client_secret":"{{secret}}","grant_types":["client_credentials"],"scope":"orders.read","resources":["{{Known.Orders}}"]}""";

    private async Task<bool> IsActiveAsync(string token) => (await _node.IntrospectAsync("/t/second", Known.OrdersApi, token)).Json.GetProperty("active").GetBoolean();

    private async Task<(int, string)> StatusAsync(HttpMethod method, string path)
    {
        var reply = await SendAsync(method, path);
        return (reply.Status, reply.Text);
    }

    private async Task<Reply> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, AdminApi.Root + path);
        if (json is not null)
            request.Content = JsonContent.Create(JsonDocument.Parse(json).RootElement);
        var (name, value) = await admin.Admin.AuthorizationAsync();
        Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await _node.SendAsync(request);
    }
}
