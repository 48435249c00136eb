using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Argus.Postgres;

/// <summary>Numbered SQL files, each applied once, in order, under a lock; what was applied is verified by its hash at every start.</summary>
internal static class Migrations
{
    private const string Prefix = "Argus.Postgres.Sql.";

    // "argus" in ASCII: one number that nobody else takes.
    private const long LockKey = 0x6172677573;

    public static async Task ApplyAsync(NpgsqlDataSource owner, string? servingUser, CancellationToken cancellation)
    {
        await using var connection = await owner.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancellation).ConfigureAwait(false);
        await ExecuteAsync(
            connection,
            """
            create schema if not exists argus;
            create table if not exists argus.migrations (
                number integer primary key, name text not null, sha256 bytea not null, applied_at timestamptz not null default now())
            """,
            cancellation).ConfigureAwait(false);

        var applied = await AppliedAsync(connection, cancellation).ConfigureAwait(false);
        foreach (var migration in Embedded())
        {
            if (applied.Remove(migration.Number, out var hash))
            {
                if (!hash.AsSpan().SequenceEqual(migration.Hash))
                    throw new SchemaException($"The database was migrated with another {migration.Name}; this program's differs.");
                continue;
            }

            await ExecuteAsync(connection, migration.Sql, cancellation).ConfigureAwait(false);
            await RecordAsync(connection, migration, cancellation).ConfigureAwait(false);
        }

        if (applied.Count > 0)
            throw new SchemaException($"The database is newer than this program: it has migration {applied.Keys.Max()}.");

        await GrantServingRoleAsync(connection, servingUser, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private static IEnumerable<Migration> Embedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(IsMigration).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var sql = reader.ReadToEnd();
            var name = resource[Prefix.Length..];
            yield return new Migration(int.Parse(name[..4], NumberStyles.None, CultureInfo.InvariantCulture), name, sql, SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        }
    }

    private static bool IsMigration(string resource) => resource.StartsWith(Prefix, StringComparison.Ordinal);

    private static async Task<Dictionary<int, byte[]>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select number, sha256 from argus.migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var applied = new Dictionary<int, byte[]>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            applied[reader.GetInt32(0)] = reader.GetFieldValue<byte[]>(1);
        return applied;
    }

    private static async Task RecordAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("insert into argus.migrations (number, name, sha256) values ($1, $2, $3)", connection);
        command.Parameters.Add(new() { Value = migration.Number });
        command.Parameters.Add(new() { Value = migration.Name });
        command.Parameters.Add(new() { Value = migration.Hash });
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The user that serves must be allowed to take the serving role. One that may already is left alone.</summary>
    private static Task GrantServingRoleAsync(NpgsqlConnection connection, string? user, CancellationToken cancellation)
    {
        var member = user is null ? "current_user" : $"'{user.Replace("'", "''", StringComparison.Ordinal)}'";
        return ExecuteAsync(
            connection,
            $"""
             do $$
             begin
                 if not pg_has_role({member}, '{ArgusDatabase.ServingRole}', 'member') then
                     execute format('grant {ArgusDatabase.ServingRole} to %I', {member});
                 end if;
             end
             $$
             """,
            cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private sealed record Migration(int Number, string Name, string Sql, byte[] Hash);
}

/// <summary>The database's schema is not one that this program can work with.</summary>
public sealed class SchemaException(string message) : Exception(message);
