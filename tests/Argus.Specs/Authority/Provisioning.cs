using System.Text;
using Argus.Authority.Provisioning;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.Domain.Tenants;

namespace Argus.Specs.Authority;

/// <summary>Makes the log agree with a document: what differs is appended, and nothing else.</summary>
public class Provisioning
{
    private const string Document =
        """
        {"tenants":[{"tenant":"new","display_name":"New","hosts":["new.example"],"policy":{"service_token_lifetime":60},
          "resources":[{"resource":"urn:api","scopes":["read","write"]}],
          "clients":[{"client_id":"c","client_secret":"hunter2","grant_types":["client_credentials"],"scope":"read","resources":["urn:api"]}]}]}
        """;

    private static readonly ClientSettings Settings = new()
    {
        GrantTypes = NameSet.Of("client_credentials"), Scope = NameSet.Of("read"), Resources = NameSet.Of("urn:api"),
    };

    [Fact]
    public async Task makes_a_tenant_with_its_key_its_resources_and_its_clients()
    {
        await using var node = await SpecNode.StartAsync();

        await node.ApplyAsync(Document);

        var events = await node.Log.Events("new");
        Assert.Equal(
            ["tenant/0", "keys/0", "keys/1", "keys/2", "log-keys/0", "resource:urn:api/0", "client:c/0", "client:c/1"],
            events.Select(recorded => $"{recorded.Stream}/{recorded.StreamVersion}"));
        Assert.Equal(new TenantCreated("New", HostNames.Of("new.example"), new TenantPolicy { ServiceTokenLifetime = 60 }, TextId.Parse<TenantId>("new")), events[0].Event);
        Assert.Equal(new ResourceRegistered(TextId.Parse<ResourceId>("urn:api"), NameSet.Of(["read", "write"])), events[5].Event);
        Assert.Equal(new ClientRegistered(TextId.Parse<ClientId>("c"), Settings), events[6].Event);
        Assert.True(await node.Secrets.VerifyAsync(((ClientSecretSet)events[7].Event).Secret, "hunter2"));
        Assert.All(events, recorded => Assert.Equal("spec", recorded.Actor));
    }

    [Fact]
    public async Task of_the_same_document_again_appends_nothing_at_this_node_or_another()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Document);
        var tried = node.Log.Tried.Count;
        var size = (await node.Log.Events("new")).Count;

        Assert.Null(await node.Provisioner.ApplyAsync(ProvisioningReader.Read(Encoding.UTF8.GetBytes(Document)), SpecNode.Origin));

        Assert.Equal(tried, node.Log.Tried.Count);
        Assert.Equal(size, (await node.Log.Events("new")).Count);
    }

    [Fact]
    public async Task of_the_same_document_by_many_at_once_makes_everything_once()
    {
        await using var node = await SpecNode.StartAsync();
        var document = ProvisioningReader.Read(Encoding.UTF8.GetBytes(Document));

        // None of them sees in the view what the others do: the streams alone decide.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => node.Provisioner.ApplyAsync(document, SpecNode.Origin))));

        Assert.Equal(
            ["client:c/0", "keys/0", "keys/1", "keys/2", "log-keys/0", "resource:urn:api/0", "tenant/0"],
            (await node.Log.Events("new")).Where(recorded => recorded.Event is not ClientSecretSet).Select(recorded => $"{recorded.Stream}/{recorded.StreamVersion}").Order());
    }

    [Theory]
    [InlineData("""{"tenant":"new"}""")]
    [InlineData("""{"tenant":"new","resources":[{"resource":"urn:api"}],"clients":[{"client_id":"c"}]}""")]
    [InlineData("""{"tenant":"new","policy":{"service_token_lifetime":60},"clients":[{"client_id":"c","scope":"read"}]}""")]
    public async Task of_a_part_leaves_the_rest_alone(string tenant)
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Document);
        var size = (await node.Log.Events("new")).Count;

        await node.ApplyAsync($$"""{"tenants":[{{tenant}}]}""");

        Assert.Equal(size, (await node.Log.Events("new")).Count);
    }

    [Fact]
    public async Task of_a_change_appends_just_the_difference()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Document);
        var size = (await node.Log.Events("new")).Count;

        await node.ApplyAsync(
            """
            {"tenants":[{"tenant":"new","display_name":"Newer","policy":{"clock_skew":9},"resources":[{"resource":"urn:api","scopes":["read"]}],
              "clients":[{"client_id":"c","introspects":["urn:api"],"client_secret":"hunter3"}]}]}
            """);

        var events = (await node.Log.Events("new")).Skip(size).Select(recorded => recorded.Event).ToArray();
        Assert.Equal(
            [
                new TenantRenamed("Newer"),
                new TenantPolicyChanged(new TenantPolicy { ServiceTokenLifetime = 60, ClockSkew = 9 }),
                new ResourceScopesChanged(NameSet.Of("read")),
                new ClientChanged(Settings with { Introspects = NameSet.Of("urn:api") }),
            ],
            events.SkipLast(1));
        Assert.True(await node.Secrets.VerifyAsync(Assert.IsType<ClientSecretSet>(events[^1]).Secret, "hunter3"));
    }

    [Fact]
    public async Task lets_a_client_have_the_scopes_of_OpenID_Connect_which_no_resource_knows()
    {
        await using var node = await SpecNode.StartAsync();
        const string spa =
            """{"tenants":[{"tenant":"acme","clients":[{"client_id":"spa","token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token"],"redirect_uris":["https://app.example/cb"],"scope":"openid profile email phone offline_access read","resources":["https://api.example"]}]}]}""";

        await node.ApplyAsync(spa);
        var size = (await node.Log.Events()).Count;
        await node.ApplyAsync(spa);

        Assert.Equal(size, (await node.Log.Events()).Count);
        Assert.Equal("email offline_access openid phone profile read", node.Client("spa").State.Settings.Scope.ToString());
    }

    [Fact]
    public async Task makes_a_client_anew_that_was_removed()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Document);
        await node.Log.PutAsync("new", "client:c", 2, new ClientRemoved());
        await node.RefreshAsync();

        await node.ApplyAsync(Document);

        Assert.Equal(
            ["ClientRegistered", "ClientSecretSet", "ClientRemoved", "ClientRegistered", "ClientSecretSet"],
            (await node.Log.Events("new")).Where(recorded => recorded.Stream == "client:c").Select(recorded => recorded.Event.GetType().Name));
    }

    [Fact]
    public async Task does_not_enable_what_was_disabled()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Document);
        await node.Log.PutAsync("new", "client:c", 2, new ClientDisabled());
        await node.RefreshAsync();

        await node.ApplyAsync(Document);

        Assert.False(node.Directory.Find("new")!.Client(TextId.Parse<ClientId>("c")).Enabled);
    }

    [Theory]
    [InlineData("""{"tenant":"a","clients":[{"client_id":"c"}]}""", "tenants[0].clients[0]: c has no client_secret, and needs one unless its token_endpoint_auth_method is none")]
    [InlineData(
        """{"tenant":"a","clients":[{"client_id":"c","client_secret":"s","resources":["urn:x"]}]}""", "tenants[0].clients[0].resources: 'urn:x' is not a resource of tenant a")]
    [InlineData(
        """{"tenant":"a","clients":[{"client_id":"c","client_secret":"s","introspects":["https://api.example"]}]}""",
        "tenants[0].clients[0].introspects: 'https://api.example' is not a resource of tenant a")] // It is one of acme's.
    [InlineData(
        """{"tenant":"acme","clients":[{"client_id":"orders","scope":"read admin"}]}""", "tenants[0].clients[0].scope: 'admin' means nothing to the client's resources")]
    [InlineData(
        """{"tenant":"acme","clients":[{"client_id":"orders","token_endpoint_auth_method":"none","grant_types":[]}]}""",
        "tenants[0].clients[0]: orders has token_endpoint_auth_method none, and a client_secret; what has a secret becomes public only when it is removed and described anew")]
    [InlineData(
        """{"tenant":"acme","clients":[{"client_id":"orders","grant_types":["authorization_code"]}]}""",
        "tenants[0].clients[0]: grant_types has authorization_code, which needs redirect_uris")]
    [InlineData("""{"tenant":"a","hosts":["taken.example"]}""", "tenants[0].hosts: 'taken.example' belongs to another tenant")]
    [InlineData("""{"tenant":"a","hosts":["auth.example"]}""", "tenants[0].hosts: 'auth.example' is the shared host (Argus:PublicUrl), which the default tenant has")]
    [InlineData(
        """{"tenant":"a","resources":[{"resource":"https://auth.example/admin"}]}""",
        "tenants[0].resources[0]: 'https://auth.example/admin' is the Admin API, which only the system tenant issues tokens for")]
    public async Task of_what_does_not_fit_appends_nothing_and_names_the_place(string tenant, string error)
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync("""{"tenants":[{"tenant":"other","hosts":["taken.example"]}]}""");
        var tried = node.Log.Tried.Count;

        var fault = await Assert.ThrowsAsync<ProvisioningException>(() => node.ApplyAsync($$"""{"tenants":[{{tenant}}]}"""));

        Assert.Equal([error], fault.Errors);
        Assert.Equal(tried, node.Log.Tried.Count);
    }

    [Fact]
    public async Task judges_a_policy_together_with_what_the_tenant_has()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync("""{"tenants":[{"tenant":"new","policy":{"refresh_idle_lifetime":2592000}}]}""");
        var size = (await node.Log.Events("new")).Count;

        var fault = await Assert.ThrowsAsync<ProvisioningException>(() => node.ApplyAsync("""{"tenants":[{"tenant":"new","policy":{"refresh_absolute_lifetime":604800}}]}"""));

        Assert.Equal(["tenants[0].policy: refresh_idle_lifetime is 2592000; it must be from 1 to 604800"], fault.Errors);
        Assert.Equal(size, (await node.Log.Events("new")).Count);
    }

    [Theory]
    [InlineData("""{"jwks_max_age":590}""", "key_announce is 600; it must be at least jwks_max_age + clock_skew = 590 + 11 = 601, or keys sign before verifiers know them")]
    [InlineData("""{"jwks_max_age":589}""", null)]
    [InlineData("""{"key_announce":700,"key_rotation_period":700}""", null)]
    [InlineData(
        """{"key_announce":701}""",
        "key_rotation_period is 700; it must be at least max(key_announce, jwks_max_age + verifier_poll_interval + clock_skew) = max(701, 300 + 100 + 11) = 701, the time that a key is announced for")]
    public async Task judges_the_times_of_keys_together_with_those_that_the_tenant_has(string change, string? error)
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync("""{"tenants":[{"tenant":"new","policy":{"key_announce":600,"key_rotation_period":700,"clock_skew":11,"verifier_poll_interval":100}}]}""");

        var fault = await Record.ExceptionAsync(() => node.ApplyAsync($$"""{"tenants":[{"tenant":"new","policy":{{change}}}]}"""));

        Assert.Equal(error is null ? null : [$"tenants[0].policy: {error}"], (fault as ProvisioningException)?.Errors);
    }
}
