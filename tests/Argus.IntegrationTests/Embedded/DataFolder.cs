using System.Security.Cryptography;
using Argus.Postgres.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Argus.IntegrationTests.Embedded;

/// <summary>A data directory for one test. Afterwards nothing may run for it, and it is removed with what it points to.</summary>
internal sealed class DataFolder : IAsyncDisposable
{
    private readonly string _top;

    internal DataFolder(string below = ".argus", string? parent = null)
    {
        _top = System.IO.Path.Combine(parent ?? System.IO.Path.GetTempPath(), $"argus-test-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
        Directory.CreateDirectory(_top);
        Path = System.IO.Path.Combine(_top, below);
    }

    internal string Top => _top;
    internal string Path { get; }
    internal string Server => System.IO.Path.Combine(Path, "postgres");
    internal string Cluster => System.IO.Path.Combine(Server, "data");
    internal string PostmasterFile => System.IO.Path.Combine(Cluster, "postmaster.pid");

    internal Task<PrivatePostgres> StartAsync() => PrivatePostgres.StartAsync(Path, NullLogger.Instance, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        // A failed test may have left something behind; each is ended by its own id.
        foreach (var (id, _) in Processes.Mentioning(_top))
            Processes.Kill(id);
        await Eventually.Holds("nothing runs", TimeSpan.FromSeconds(60), () => Processes.Mentioning(_top).Count == 0);

        if (Environment.IsPrivilegedProcess && Directory.Exists(ServerPlace.OutsideParent))
            foreach (var outside in Directory.EnumerateDirectories(ServerPlace.OutsideParent))
                if (File.ReadAllText(System.IO.Path.Combine(outside, "data-directory")).StartsWith(_top, StringComparison.Ordinal))
                    Directory.Delete(outside, recursive: true);
        Directory.Delete(_top, recursive: true);
    }

    internal static async Task ExecuteAsync(string connectionString, string statement) => await ScalarAsync(connectionString, statement);

    internal static async Task<object?> ScalarAsync(string connectionString, string query)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 30 }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(query, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    internal static async Task<bool> AnswersAsync(string connectionString)
    {
        try
        {
            await ScalarAsync(connectionString, "SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
