using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http;

/// <summary>Two nodes of one deployment.</summary>
public sealed class NodePair(TestPostgres postgres) : IAsyncLifetime
{
    private readonly string _directory = ScratchDirectory.Create("argus-two-");

    internal TestNode First { get; private set; } = null!;

    internal TestNode Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = Known.Some("main", "acme"),
            Directory = _directory,
            PublicUrl = new Uri("http://localhost:5080"),
        };
        First = await TestNode.StartAsync(settings);
        Second = await TestNode.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await First.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
