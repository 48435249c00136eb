using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Postgres;
using Npgsql;

namespace Argus.IntegrationTests.Concurrency;

/// <summary>
/// Holds a tenant's head row, so that an append to it is surely under way and not done; whatever is appended meanwhile waits for its turn and then shares
/// one batch.
/// </summary>
internal sealed class HeldLog : IAsyncDisposable
{
    private readonly NpgsqlDataSource _owner;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private HeldLog(NpgsqlDataSource owner, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _owner = owner;
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>The tenant's log must exist.</summary>
    public static async Task<HeldLog> HoldAsync(PostgresLog postgres, string tenant)
    {
        var connection = await postgres.Owner.OpenConnectionAsync(LogCheck.Cancellation);
        var transaction = await connection.BeginTransactionAsync(LogCheck.Cancellation);
        await using var hold = new NpgsqlCommand("select 1 from argus.logs where tenant = $1 for update", connection) { Parameters = { new() { Value = tenant } } };
        Assert.NotNull(await hold.ExecuteScalarAsync(LogCheck.Cancellation));
        return new HeldLog(postgres.Owner, connection, transaction);
    }

    /// <summary>Returns when so many transactions of this database stand before a lock.</summary>
    public Task UntilWaitingAsync(int count = 1) => Eventually.Holds("an append waits for the log", TimeSpan.FromSeconds(60), async () =>
    {
        await using var query = _owner.CreateCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        return (long)(await query.ExecuteScalarAsync(LogCheck.Cancellation))! >= count;
    });

    public Task ReleaseAsync() => _transaction.RollbackAsync(LogCheck.Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
