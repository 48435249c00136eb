using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Admin;

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class AdminNodeCollection : ICollectionFixture<AdminNode>
#pragma warning restore CA1711
{
    public const string Name = "admin node";
}

/// <summary>A node with tenants for what administrators do, some of them close to the Admin API's own.</summary>
public sealed class AdminNode(TestPostgres postgres) : IAsyncLifetime
{
    /// <summary>A client of tenant <c>system</c> whose tokens are for something else.</summary>
    internal static readonly Client Elsewhere = new("elsewhere", "elsewhere-7Kd2mPq9Zx4Tc1Rw8Yn5Sv3Gj6Bf0Le_UoIXK");

    /// <summary>A client of tenant <c>system</c> that was an administrator.</summary>
    internal static readonly Client Former = new("former", "former-3Nd8mPq2Zx7Tc4Rw1Yk9Sv6Gj3Bf0Le_UoIXK-abc");

    internal const string Url = "http://localhost:5080";
    internal const string OtherResource = "https://other.system.example";

    /// <summary>A key is shown for two seconds before it signs.</summary>
    internal const string Quick = """ "clock_skew": 0, "key_announce": 2, "jwks_max_age": 1, "verifier_poll_interval": 0 """;

    /// <summary>A rotation in three seconds.</summary>
    internal const string Small = Quick + """, "key_rotation_period": 3, "service_token_lifetime": 2, "user_token_lifetime": 2 """;

    internal TestNode Node { get; private set; } = null!;

    internal AdminApi Admin { get; private set; } = null!;

    /// <summary>A token that <see cref="Former"/> got while it was an administrator.</summary>
    internal string FormersToken { get; private set; } = null!;

    internal string Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgres.NewDatabaseAsync();
        Node = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = Database, Provisioning = Provisioning, PublicUrl = new Uri(Url), More = [.. Known.AdminSettings, "--Argus:AppendTimeout", "30"],
        });
        Admin = new AdminApi(Node);
        FormersToken = (await Node.TokenAsync("/t/system", Former)).AccessToken;
        await Node.CommandAsync(aggregates => aggregates.Clients, "system", $"client:{Former.Id}", ClientDecider.Disable);
        await ImitateAsync();
    }

    /// <summary>As a log may have it from the time before that was refused.</summary>
    private async Task ImitateAsync()
    {
        Assert.True(ResourceId.TryParse(Admin.Resource, out var resource) & ClientId.TryParse(Known.Administrator.Id, out var client));
        await Node.CommandAsync(aggregates => aggregates.Resources, "imitator", $"resource:{resource}", state => ResourceDecider.Describe(state, resource, NameSet.Of("argus.admin")));
        await Node.CommandAsync(
            aggregates => aggregates.Clients,
            "imitator",
            $"client:{client}",
            state => ClientDecider.Describe(state, client, state.Settings with { Resources = NameSet.Of(resource.Value) }, null));
    }

    public async ValueTask DisposeAsync()
    {
        await Histories.EndAsync(Node);
        Secrecy.Holds(Node);
    }

    private static string Provisioning => $$"""
        { "tenants": [
            { "tenant": "system",
              "resources": [ { "resource": "{{OtherResource}}", "scopes": ["argus.admin"] } ],
              "clients": [ {{Known.Issued(Elsewhere, OtherResource, "argus.admin")}}, {{Known.Issued(Former, $"{Url}/admin", "argus.admin")}} ] },
            { "tenant": "imitator",
              "resources": [ { "resource": "{{OtherResource}}", "scopes": ["argus.admin"] } ],
              "clients": [ {{Known.Issued(Known.Administrator, OtherResource, "argus.admin")}} ] },
            { "tenant": "housed", "hosts": ["{{Known.BetaHost}}"] },
            {{string.Join(",\n", new[] { "acme", "listed", "turning", "forced", "crowded", "archived", "importer", "second", "refuser", "leaked", "short", "stripped", "forged", "peopled", "audited" }.Select(name => Known.Small(name, name switch
            {
                "archived" => Quick,
                "short" => "\"service_token_lifetime\": 3",
                _ => "",
            })))}},
            {{Known.Small("quick", Quick)}},
            {{Known.Small("small", Small)}},
            {{Known.Small("baseline")}},
            {{Known.Small("bsi", "\"crypto_profile\": \"bsi-tr-02102\"")}},
            {{Known.Small("cnsa", "\"crypto_profile\": \"cnsa-like\"")}},
            {{Known.Small("cnsa-met", "\"crypto_profile\": \"cnsa-like\", \"key_bits\": 3072")}}
        ] }
        """;
}
