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
    public Task<string> NewDatabaseAsync() => MakeAsync("");

    /// <summary>Copies a database, as it is restored from a backup. Who is connected to it is thrown out.</summary>
    /// <returns>A superuser's connection string to the copy.</returns>
    public async Task<string> CopyAsync(string connectionString)
    {
        var copied = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{copied}'");
        return await MakeAsync($" template {copied}");
    }

    private async Task<string> MakeAsync(string from)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"create database {name}{from}");
        return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = name }.ConnectionString;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
