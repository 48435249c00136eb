using System.Diagnostics.CodeAnalysis;
using Argus.Log;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>
/// Whether the feed has what nodes go by. A node knows the log by its feed alone: an entry that somebody took out of it, such as that a client is disabled, would be unknown to
/// every node that starts. Looked at are all streams that last and that the feed has something of, and the latest entries of every log; the rest is for a replay to tell, which
/// reads everything.
/// </summary>
/// <param name="database">Where the log is.</param>
/// <param name="latest">How many of the latest entries are looked at, of all logs together; some of each in any case.</param>
public sealed class FeedCheck(ArgusDatabase database, int latest = 65_536)
{
    private const int FewestOfALog = 64;

    /// <summary>As long as a node waits for its view at its start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // The keys of streams that last begin with a zero byte.
    private const string InStreams =
        """
        select e.log_id, e.position, e.entry
        from (select distinct stream, log_id from argus.events where feed is not null and stream < '01000000-0000-0000-0000-000000000000') fed
        join argus.events e using (stream, log_id)
        where e.feed is null and e.stream < '01000000-0000-0000-0000-000000000000'
        """;

    // The offset keeps the planner from going through all entries of all logs, and then asking which are among the latest.
    private const string AmongTheLatest =
        """
        select e.log_id, e.position, e.entry
        from argus.logs l cross join (select greatest($2, $3 / greatest(count(*), 1)) as entries from argus.logs) share
        cross join lateral (select * from argus.events e where e.log_id = l.log_id and e.position >= l.size - share.entries and e.feed is null offset 0) e
        """;

    /// <param name="standing">The names of the events that nodes go by.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LogDivergedException">The feed does not have one of them.</exception>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task ThrowIfLackingAsync(IEnumerable<string> standing, CancellationToken cancellation)
    {
        await using var connection = await database.Serving.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        string[] types = [.. standing];
        // The bound of requests is not that of a start. To compile a statement takes longer than to run it in most logs. All streams at once are found sooner along the table than along an index; the latest entries are not.
        await SetAsync(connection, "statement_timeout", $"{Patience.TotalSeconds}s", cancellation).ConfigureAwait(false);
        await SetAsync(connection, "jit", "off", cancellation).ConfigureAwait(false);
        await SetAsync(connection, "enable_seqscan", "on", cancellation).ConfigureAwait(false);
        await ThrowIfAnyAsync(connection, InStreams, [types], cancellation).ConfigureAwait(false);
        await SetAsync(connection, "enable_seqscan", "off", cancellation).ConfigureAwait(false);
        await ThrowIfAnyAsync(connection, AmongTheLatest, [types, (long)FewestOfALog, (long)latest], cancellation).ConfigureAwait(false);
    }

    private static async Task SetAsync(NpgsqlConnection connection, string name, string value, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select set_config($1, $2, true)", connection) { Parameters = { new() { Value = name }, new() { Value = value } } };
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    [SuppressMessage("Security", "CA2100", Justification = "Of constants.")]
    private static async Task ThrowIfAnyAsync(NpgsqlConnection connection, string unfed, object[] values, CancellationToken cancellation)
    {
        // The type stands at the entry's end, behind nothing but the version: in its last 80 bytes, where it is one that is looked for.
        await using var command = new NpgsqlCommand(
            $"""
            select l.tenant, e.position from ({unfed}) e join argus.logs l using (log_id)
            where substring(encode(substr(e.entry, greatest(1, octet_length(e.entry) - 79)), 'escape') from '"type":"([^"]*)"') = any($1)
            limit 1
            """,
            connection) { CommandTimeout = (int)Patience.TotalSeconds };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var found = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        if (await found.ReadAsync(cancellation).ConfigureAwait(false))
        {
            throw new LogDivergedException(
                $"The log of tenant {found.GetString(0)} was changed by hand: its feed does not have the entry at position {found.GetInt64(1)}, which nodes go by (docs/audit.md).");
        }
    }
}
