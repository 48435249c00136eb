using Argus.Domain.Clients;
using Argus.Domain.Tenants;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http.Driving;

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class OneNodeCollection : ICollectionFixture<OneNode>
#pragma warning restore CA1711
{
    public const string Name = "one node";
}

/// <summary>The node of all tests that only send requests. What it logged in the whole run holds no secret and no token.</summary>
public sealed class OneNode(TestPostgres postgres) : IAsyncLifetime
{
    internal TestNode Node { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Node = await TestNode.StartAsync(new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), Provisioning = Known.Provisioning });
        await Node.CommandAsync(aggregates => aggregates.Tenants, "closed", TenantState.Stream, TenantDecider.Disable);
        await Node.CommandAsync(aggregates => aggregates.Clients, "acme", $"client:{Known.Retired.Id}", ClientDecider.Disable);
    }

    public async ValueTask DisposeAsync()
    {
        await Histories.EndAsync(Node);
        Secrecy.Holds(Node);
    }
}
