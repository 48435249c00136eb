using Npgsql;

namespace Argus.Postgres.Embedded;

/// <summary>The database in the server: whether it answers, and its making.</summary>
internal static class ServerDatabase
{
    internal static async Task<bool> AnswersAsync(string socketDirectory, CancellationToken cancellation)
    {
        try
        {
            await OpenAsync(socketDirectory, ServerSettings.Database, null, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return await MadeAsync(socketDirectory, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    private static async Task<bool> MadeAsync(string socketDirectory, CancellationToken cancellation)
    {
        try
        {
            await OpenAsync(socketDirectory, "postgres", $"CREATE DATABASE {ServerSettings.Database}", cancellation).ConfigureAwait(false);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task OpenAsync(string socketDirectory, string database, string? statement, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(ServerSettings.ConnectionString(socketDirectory, database)) { Pooling = false, Timeout = 5 };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await using var _ = connection.ConfigureAwait(false);
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        if (statement is null)
            return;
        var command = new NpgsqlCommand(statement, connection);
        await using var __ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
