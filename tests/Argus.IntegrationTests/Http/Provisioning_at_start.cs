using Argus.Authority.Provisioning;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.IntegrationTests.QuickStart;
using Argus.Server.Hosting;

namespace Argus.IntegrationTests.Http;

public sealed class Provisioning_at_start(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly string[] Tenants = ["system", "main", "acme", "gamma", "beta"];

    private static readonly string Document = Known.Some("main", "acme", "gamma", "beta");

    private readonly string _directory = ScratchDirectory.Create("argus-provisioning-");
    private NodeSettings _settings = null!;

    public async ValueTask InitializeAsync() =>
        _settings = new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), Directory = _directory, Provisioning = Document };

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task twice_appends_nothing_and_a_change_appends_just_that()
    {
        await SizesAsync(_settings);
        var settings = _settings with { PublicUrl = new Uri("http://localhost:5080") };
        var before = await SizesAsync(settings);

        Assert.Equal(before, await SizesAsync(settings));
        Assert.Equal(before, await SizesAsync(settings with { Provisioning = null }));

        var changed = Document.Replace("[\"orders.read\", \"orders.write\"]", "[\"orders.read\", \"orders.write\", \"orders.list\"]", StringComparison.Ordinal);
        Assert.Equal(["system 0", "main 1", "acme 1", "gamma 1", "beta 1"], (await SizesAsync(settings with { Provisioning = changed })).Select((size, i) => $"{Tenants[i]} {size - before[i]}"));
    }

    [Fact]
    public async Task leaves_alone_what_the_document_leaves_out()
    {
        await using (var node = await TestNode.StartAsync(_settings))
            Assert.Equal(200, (await node.TokenAsync(Known.Acme, Known.Billing)).Status);

        await using (var node = await TestNode.StartAsync(_settings with { Provisioning = """{ "tenants": [ { "tenant": "acme", "clients": [ { "client_id": "billing", "client_secret": "another-secret" } ] } ] }""" }))
        {
            (await node.TokenAsync(Known.Acme, Known.Billing)).Refuses(401, "invalid_client");
            Assert.Equal("orders.read orders.write", (await node.TokenAsync(Known.Acme, Known.Billing with { Secret = "another-secret" })).Member("scope"));
            Assert.Equal(200, (await node.TokenAsync(Known.Acme, Known.BasicOnly)).Status);
        }
    }

    [Fact]
    public async Task refuses_what_is_wrong_with_its_path_and_appends_none_of_it()
    {
        await SizesAsync(_settings);
        (string Document, string Message)[] wrong =
        [
            ("""{ "tenants": [ { "tenant": "Acme" } ] }""", "tenants[0].tenant:"),
            ("""{ "tenants": [ { "tenant": "new", "unknown": 1 } ] }""", "tenants[0].unknown:"),
            ("""{ "tenants": [ {} ] }""", "tenants[0]: tenant is missing"),
            ("""{ "tenant": [] }""", "tenant:"),
            ("""{ "tenants": [ { "tenant": "new", "policy": { "key_bits": 1024 } } ] }""", "tenants[0].policy: key_bits is 1024"),
            ("""{ "tenants": [ { "tenant": "new", "policy": { "service_token_lifetime": 3601 } } ] }""", "tenants[0].policy: service_token_lifetime is 3601"),
            ("""{ "tenants": [ { "tenant": "new", "clients": [ { "client_id": "a b", "client_secret": "x" } ] } ] }""", "tenants[0].clients[0].client_id:"),
            ("""{ "tenants": [ { "tenant": "new", "clients": [ { "client_id": "a" } ] } ] }""", "tenants[0].clients[0]: a has no client_secret"),
            ("""{ "tenants": [ { "tenant": "new", "clients": [ { "client_id": "a", "client_secret": "x", "resources": ["https://nobody.example"] } ] } ] }""", "tenants[0].clients[0].resources:"),
            ("""{ "tenants": [ { "tenant": "new", "clients": [ { "client_id": "a", "client_secret": "x", "grant_types": ["authorization_code"] } ] } ] }""", "tenants[0].clients[0]: grant_types has authorization_code, which needs redirect_uris"),
            ("""{ "tenants": [ { "tenant": "new", "users": [ { "username": "a" } ] } ] }""", "tenants[0].users[0].password: a new user needs one"),
            ("""{ "tenants": [ { "tenant": "new", "users": [ { "username": "a", "password": "x", "claims": { "sub": "b" } } ] } ] }""", "tenants[0].users[0].claims.sub: is set by Argus itself"),
            ($$"""{ "tenants": [ { "tenant": "new", "hosts": ["{{Known.BetaHost}}"] } ] }""", "tenants[0].hosts:"),
            ("""{ "tenants": [ { "tenant": "new", "tenant": "twice" } ] }""", "not JSON as it must be: Duplicate property 'tenant'"),
            ("""{ "tenants": [ """, "line 1:"),
        ];

        foreach (var (document, message) in wrong)
        {
            var refusal = await Assert.ThrowsAsync<ProvisioningException>(() => TestNode.StartAsync(_settings with { Provisioning = document }));
            Assert.True(refusal.Message.Contains($"  {message}", StringComparison.Ordinal), $"{message} is not in: {refusal.Message}");
        }

        await using var node = await TestNode.StartAsync(_settings);
        Assert.Equal(0, (await node.Events.ReadHeadAsync("new", TestContext.Current.CancellationToken)).Size);
    }

    [Fact]
    public async Task refuses_a_public_URL_on_the_host_of_a_tenant_until_that_tenant_gives_it_up()
    {
        await SizesAsync(_settings);
        var moved = _settings with { PublicUrl = new Uri($"https://{Known.BetaHost}"), Provisioning = null };

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => TestNode.StartAsync(moved));
        Assert.StartsWith("Argus:PublicUrl ", refusal.Message, StringComparison.Ordinal);

        await using var node = await TestNode.StartAsync(moved with { Provisioning = """{ "tenants": [ { "tenant": "beta", "hosts": [] } ] }""" });
        Assert.Equal(200, (await node.GetAsync("/t/beta/.well-known/jwks.json")).Status);
    }

    [Fact]
    public async Task refuses_first_secrets_that_others_could_have_chosen()
    {
        if (OperatingSystem.IsWindows())
            return;
        var credentials = Path.Combine(_directory, "credentials.json");
        await File.WriteAllTextAsync(credentials, """{ "argus-admin": "a", "demo-client": "b", "demo-api": "c" }""", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(credentials, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => TestNode.StartAsync(_settings));

        Assert.Contains("0600", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task stops_the_process_with_one_message_and_exit_code_1()
    {
        var document = Path.Combine(_directory, "wrong.json");
        await File.WriteAllTextAsync(document, """{ "tenants": [ { "tenant": "new", "clients": [ { "client_id": "a", "client_secret": 5 } ] } ] }""", TestContext.Current.CancellationToken);
        string[] good = ["--ConnectionStrings:Argus", _settings.ConnectionString!, "--Argus:DataDirectory", _directory, "--urls", $"http://127.0.0.1:{Ports.Free()}"];

        await ExitsAsync("tenants[0].clients[0].client_secret: must be a string", [.. good, "--Argus:Provisioning", document]);
        await ExitsAsync("Argus:Provisioning names /nowhere/at-all.json", [.. good, "--Argus:Provisioning", "/nowhere/at-all.json"]);
    }

    [Theory]
    [InlineData("Argus:Unknown", "1")]
    [InlineData("Argus:PublicUrl", "http://argus.example")]
    [InlineData("Argus:PublicUrl", "https://argus.example/path")]
    [InlineData("Argus:PublicUrl", "nonsense")]
    [InlineData("Argus:AppendTimeout", "0")]
    [InlineData("Argus:AppendTimeout", "soon")]
    [InlineData("Argus:MaxStaleness", "1")]
    [InlineData("Argus:DefaultTenant", "system")]
    [InlineData("Argus:DefaultTenant", "Main")]
    [InlineData("Argus:Outbound:AllowedNetworks", "10.0.0.0/8,inside")]
    [InlineData("Argus:Outbound:AllowedNetworks", "10.0.0.0/33")]
    [InlineData("Argus:Outbound:AllowedNetworks", "10.0.0.1/8")]
    [InlineData("Argus:Outbound:AllowedNetworks", "10.0.0.1")]
    [InlineData("Argus:Outbound:Unknown", "x")]
    [InlineData("Argus:KeyCustody:Provider", "hsm")]
    [InlineData("Argus:KeyCustody:Vault:Address", "http://vault.example")]
    [InlineData("Argus:KeyCustody:Pkcs11:Module", "relative.so")]
    [InlineData("Argus:KeyCustody:Unknown", "x")]
    public async Task stops_at_a_key_that_cannot_be(string key, string value)
    {
        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => TestNode.StartAsync(_settings with { More = [$"--{key}", value] }));

        Assert.StartsWith(key + " ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task stops_the_process_at_a_key_that_cannot_be()
    {
        await ExitsAsync("Argus:Unknown is not a key of Argus.", "--Argus:Unknown", "1");
        await ExitsAsync("Argus:AppendTimeout ", "--Argus:AppendTimeout", "never");
    }

    private async Task ExitsAsync(string message, params string[] arguments)
    {
        await using var server = ServerProcess.Launch(_directory, null, null, arguments);
        Assert.Equal(1, await server.EndsAsync(TimeSpan.FromMinutes(2)));
        Assert.Contains("Argus cannot start.", server.Output, StringComparison.Ordinal);
        Assert.Contains(message, server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }

    // A node that runs adds a next key to one ring after the other.
    private static bool IsProvisioned(System.Text.Json.JsonElement entry) => entry.GetProperty("actor").GetString() != "node:key-rotation";

    private static async Task<long[]> SizesAsync(NodeSettings settings)
    {
        await using var node = await TestNode.StartAsync(settings);
        var sizes = new List<long>();
        foreach (var tenant in Tenants)
            sizes.Add((await node.EntriesAsync(tenant)).Count(IsProvisioned));
        return [.. sizes];
    }
}
