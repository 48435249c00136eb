using Argus.Postgres;
using Argus.Postgres.Log;
using Npgsql;

namespace Argus.IntegrationTests.Postgres;

/// <summary>A database of its own with logs on it, for a class of tests.</summary>
public sealed class PostgresLog(TestPostgres postgres) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _opened = [];

    /// <summary>As the superuser, who is under no rights.</summary>
    public NpgsqlDataSource Owner { get; private set; } = null!;

    public string ConnectionString { get; private set; } = null!;

    public PostgresEventLog Log { get; private set; } = null!;

    public ReplayTable Replays { get; private set; } = null!;

    public PostgresCheckpoints Checkpoints { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // Several classes with several nodes each share the server: none may take all of its connections.
        ConnectionString = await postgres.NewDatabaseAsync() + ";Maximum Pool Size=4";
        Owner = NpgsqlDataSource.Create(ConnectionString);
        Log = await OpenAsync();
    }

    /// <summary>Another node on the same database: connections, loop and caches of its own.</summary>
    public async Task<PostgresEventLog> OpenAsync(TimeSpan? timeout = null)
    {
        var database = await ArgusDatabase.OpenAsync(ConnectionString, null, timeout ?? TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var log = new PostgresEventLog(database, TimeProvider.System);
        Replays ??= new ReplayTable(database);
        Checkpoints ??= new PostgresCheckpoints(database);
        _opened.AddRange([database, log]);
        return log;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
            await opened.DisposeAsync();
        await Owner.DisposeAsync();
    }
}
