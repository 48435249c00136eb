using Argus.Postgres.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(Argus.IntegrationTests.Postgres.TestPostgres))]

namespace Argus.IntegrationTests.Postgres;

/// <summary>One private PostgreSQL for the whole run; each class that asks gets a database of its own.</summary>
public sealed class TestPostgres : IAsyncLifetime
{
    private readonly string _directory = ScratchDirectory.Create("argus-tests-");
    private PrivatePostgres _server = null!;
    private int _databases;

    public async ValueTask InitializeAsync() => _server = await PrivatePostgres.StartAsync(_directory, NullLogger.Instance);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>A superuser's connection string to it.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = name }.ConnectionString;
    }
}
