using Npgsql;

namespace Argus.Postgres;

/// <summary>Lets the nodes of a deployment prepare the log one after another. The database releases it when its holder dies.</summary>
public sealed class StartLock : IAsyncDisposable
{
    // "argus" and "start" in ASCII, as one number.
    private const long Key = 0x6172677573737461;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlConnection _connection;

    private StartLock(NpgsqlConnection connection) => _connection = connection;

    public static async Task<StartLock> TakeAsync(ArgusDatabase database, CancellationToken cancellation)
    {
        var connection = await database.Serving.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = Key } } };
        while (await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is not true)
            await Task.Delay(RetryInterval, cancellation).ConfigureAwait(false);
        return new StartLock(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var command = new NpgsqlCommand("select pg_advisory_unlock($1)", _connection) { Parameters = { new() { Value = Key } } })
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }
}
