using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.RevocationFeed;

/// <summary>A node with a tenant in which tests revoke, and one for each test that must know of every revocation there is.</summary>
public sealed class FeedNode(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly string[] Tenants = ["acme", "gamma", "closing-0", "closing-1", "closing-2", "acknowledged", "awaited", "verified"];

    internal TestNode Node { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Node = await TestNode.StartAsync(new NodeSettings
    {
        ConnectionString = await postgres.NewDatabaseAsync(),
        Provisioning = $$"""{ "tenants": [ {{string.Join(',', Tenants.Select(tenant => Known.Small(tenant)))}} ] }""",
    });

    public ValueTask DisposeAsync() => Node.DisposeAsync();

    /// <summary>A token is issued and revoked.</summary>
    /// <returns>Its identifier.</returns>
    internal async Task<string> RevokeAsync(string tenant = Known.Acme)
    {
        var token = (await Node.TokenAsync(tenant, Known.Billing)).AccessToken;
        Assert.Equal(200, (await Node.RevokeAsync(tenant, Known.Billing, token)).Status);
        return new Compact(token).Jti;
    }
}

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class FeedCollection : ICollectionFixture<FeedNode>
#pragma warning restore CA1711
{
    public const string Name = "feed";
}
