using Argus.Log;
using Argus.Postgres.Log;
using Npgsql;

namespace Argus.Postgres;

/// <summary>The database as the serving node sees it: connections that act as <c>argus_app</c>, which can add to the log and nothing else.</summary>
public sealed class ArgusDatabase : IAsyncDisposable
{
    public const string ServingRole = "argus_app";

    // The driver's default would let a few nodes exhaust a server; the work is done on one connection, and reads are few.
    private const int DriversPoolSize = 100;
    private const int PoolSize = 20;

    private ArgusDatabase(NpgsqlDataSource serving, NpgsqlDataSource owner, TimeSpan timeout)
    {
        Serving = serving;
        Owner = owner;
        Timeout = timeout;
    }

    /// <summary>Connections under the serving role.</summary>
    public NpgsqlDataSource Serving { get; }

    /// <summary>Connections of the user that owns the schema, for what takes its rights: to make, archive and drop windows. No request gets at it.</summary>
    internal NpgsqlDataSource Owner { get; }

    /// <summary>The longest that any statement may take.</summary>
    internal TimeSpan Timeout { get; }

    /// <summary>Brings the schema up to date as the owner, then opens the database under the serving role.</summary>
    /// <param name="connectionString">The user that serves.</param>
    /// <param name="ownerConnectionString">The user that owns the schema, where that is another.</param>
    /// <param name="timeout">The longest wait for a connection or a statement.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ArgusDatabase> OpenAsync(
        string connectionString, string? ownerConnectionString, TimeSpan timeout, CancellationToken cancellation)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var owner = NpgsqlDataSource.Create(OfOwner(ownerConnectionString ?? connectionString));
        try
        {
            await Migrations.ApplyAsync(owner, server.Username, cancellation).ConfigureAwait(false);
            return new ArgusDatabase(NpgsqlDataSource.Create(UnderServingRole(server, timeout)), owner, timeout);
        }
        catch
        {
            await owner.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Waits for a piece of work no longer than <see cref="Timeout"/>. The driver's own bound is not one: after it, the driver asks a server that does not
    /// answer to cancel the statement, and waits for that as long again.
    /// </summary>
    /// <exception cref="LogUnavailableException"/>
    internal async ValueTask<T> InTimeAsync<T>(Task<T> work)
    {
        try
        {
            return await work.WaitAsync(Timeout).ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresFault.IsUnavailable(e))
        {
            throw PostgresFault.Unavailable(e);
        }
    }

    /// <summary>A statement under the serving role, with $1 and so on; null stands for no value.</summary>
    internal NpgsqlCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = Serving.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }

    public async ValueTask DisposeAsync()
    {
        await Serving.DisposeAsync().ConfigureAwait(false);
        await Owner.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Seldom used: its connections are few, and not kept.</summary>
    private static string OfOwner(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        MaxPoolSize = 4,
        ConnectionIdleLifetime = 10,
        ConnectionPruningInterval = 5,
        CommandTimeout = 0,
    }.ConnectionString;

    private static string UnderServingRole(NpgsqlConnectionStringBuilder server, TimeSpan timeout)
    {
        // The role is part of the session's start, so that not even RESET or DISCARD gets out of it. A commit must mean durable, whatever the server's default.
        // A node that stops in the middle of a transaction must not hold up the others longer than they wait.
        var milliseconds = (int)timeout.TotalMilliseconds;
        // Every statement finds its rows along an index. In a young database, without statistics yet, the planner guesses otherwise: 50 times slower.
        server.Options = $"{server.Options} -c role={ServingRole} -c synchronous_commit=on -c enable_seqscan=off -c enable_bitmapscan=off "
            + $"-c statement_timeout={milliseconds} -c idle_in_transaction_session_timeout={milliseconds}";
        server.Timeout = WholeSeconds(timeout);
        server.CommandTimeout = WholeSeconds(timeout);
        // A server that does not answer a statement does not answer its cancellation either.
        server.CancellationTimeout = -1;
        server.MaxAutoPrepare = 32;
        server.AutoPrepareMinUsages = 2;
        server.NoResetOnClose = true;
        if (server.MaxPoolSize == DriversPoolSize)
            server.MaxPoolSize = PoolSize;
        server.ApplicationName ??= "argus";
        return server.ConnectionString;
    }

    private static int WholeSeconds(TimeSpan timeout) => Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds));
}
