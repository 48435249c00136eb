using Npgsql;

namespace Argus.Postgres.Windows;

/// <summary>
/// Moves a window's entries into the table that is to take its place, while the log goes on: all there are without a lock, then, once nobody can append, those that
/// came meanwhile. An append takes its positions under its log's lock, so that what a statement finds of a log is all of it up to some position.
/// </summary>
internal sealed class WindowCopy(NpgsqlConnection connection, IReadOnlyList<EventWindow> from, EventWindow to)
{
    private const string NotOf = "log_id not in (select log_id from argus.logs where tenant = any($1))";

    /// <summary>What the transaction begins with that everybody waits for. A node that stops in the middle of it must not hold up the others.</summary>
    public static string Bounds(int seconds) => $"set local lock_timeout = '{seconds}s'; set local idle_in_transaction_session_timeout = '10s'";

    /// <summary>In one statement, for several windows too: then there is one such position for each log.</summary>
    /// <param name="except">The tenants whose entries are not copied.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task CopyAsync(string[] except, CancellationToken cancellation) => from.Count == 0 ? Task.CompletedTask : ExecuteAsync(
        $"insert into argus.{to.Name} {string.Join(" union all ", from.Select(window => $"select * from argus.{window.Name} where {NotOf}"))}", except, cancellation);

    /// <summary>The rest, at the end of each log. While nobody appends.</summary>
    /// <param name="except">As before.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task CopyLateAsync(string[] except, CancellationToken cancellation)
    {
        if (from.Count == 0)
            return;

        // Nothing is known yet of the new table, and everybody waits: along the index at the ends of the logs, whatever is guessed.
        await using var guess = PostgresArchive.Command(connection, "set local enable_seqscan = off");
        await guess.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        var late = from.Select(window =>
            $"""
             select e.* from argus.logs l
             cross join lateral (select coalesce(max(n.position), -1) as last from argus.{to.Name} n where n.log_id = l.log_id) n
             cross join lateral (select * from argus.{window.Name} e where e.log_id = l.log_id and e.position > n.last) e
             where l.tenant <> all($1)
             """);
        await ExecuteAsync($"insert into argus.{to.Name} {string.Join(" union all ", late)}", except, cancellation).ConfigureAwait(false);
    }

    private async Task ExecuteAsync(string sql, string[] tenants, CancellationToken cancellation)
    {
        await using var command = PostgresArchive.Command(connection, sql, (object)tenants);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
