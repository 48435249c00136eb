using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Concurrency;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Log;
using Npgsql;

namespace Argus.IntegrationTests.Postgres;

/// <summary>A database of an older program: all entries in one table, and every stream with a time in its name keyed by it.</summary>
public sealed class A_log_of_before_its_parts(TestPostgres postgres)
{
    private static readonly Jti Id = Jti.From(Guid.CreateVersion7(new DateTimeOffset(2026, 11, 20, 18, 0, 0, TimeSpan.Zero)));

    private static readonly string[] Streams =
        ["tenant", $"token:{Id}", $"token:{Id}.3", $"client:{Id}", $"revocation:{Id}", $"key-wrapping:kid:{Id}", $"family:{Id}", "client:00000000000000000000000000", Id.Value, "user:x"];

    [Fact]
    public async Task is_carried_over_with_the_keys_that_its_streams_have_now()
    {
        var connection = await postgres.NewDatabaseAsync() + ";Maximum Pool Size=4";
        await using var owner = NpgsqlDataSource.Create(connection);
        var root = await MakeAsync(owner);

        await using var database = await ArgusDatabase.OpenAsync(connection, null, TimeSpan.FromSeconds(30), LogCheck.Cancellation);
        await using var log = new PostgresEventLog(database, TimeProvider.System);

        await LogCheck.IsWhole(log, "acme", owner);
        Assert.Equal(root, (await log.ReadHeadAsync("acme", LogCheck.Cancellation)).RootHash.ToArray());
        foreach (var stream in Streams)
            Assert.Equal(["first", "second"], (await log.ReadStreamAsync("acme", stream, LogCheck.Cancellation)).Select(entry => entry.Type));
        await using var lasting = owner.CreateCommand("select count(*) from argus.events_lasting");
        Assert.Equal(14L, await lasting.ExecuteScalarAsync(LogCheck.Cancellation));
        foreach (var stream in Streams)
        {
            Assert.IsType<AppendResult.Conflict>(await log.AppendAsync("acme", LogCheck.At(stream, 0)));
            Assert.IsType<AppendResult.Appended>(await log.AppendAsync("acme", LogCheck.At(stream, 2)));
        }

        Assert.NotNull(await log.GrowTilesAsync("acme", LogCheck.Cancellation));
    }

    /// <returns>The root of its log.</returns>
    [SuppressMessage("Security", "CA2100", Justification = "The product's own migrations.")]
    private static async Task<byte[]> MakeAsync(NpgsqlDataSource owner)
    {
        await ExecuteAsync(owner, "create schema argus; create table argus.migrations (number integer primary key, name text not null, sha256 bytea not null, applied_at timestamptz not null default now())");
        var assembly = typeof(ArgusDatabase).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(".Sql.000", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(5))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var sql = await reader.ReadToEndAsync(LogCheck.Cancellation);
            await ExecuteAsync(owner, sql);
            await ExecuteAsync(owner, "insert into argus.migrations (number, name, sha256) values ($1, $2, $3)", int.Parse(name["Argus.Postgres.Sql.".Length..][..4], System.Globalization.CultureInfo.InvariantCulture), name["Argus.Postgres.Sql.".Length..], SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        }

        var growth = new LogGrowth("acme", new Argus.Log.Merkle.Frontier(), DateTimeOffset.UnixEpoch);
        growth.Advance(new DateTimeOffset(2026, 11, 20, 18, 0, 0, TimeSpan.Zero));
        await ExecuteAsync(owner, "insert into argus.logs (tenant) values ('acme')");
        for (var i = 0; i < 2 * Streams.Length; i++)
        {
            var stream = Streams[i % Streams.Length];
            var grown = growth.Add(new NewEntry(i < Streams.Length ? "first" : "second", 1, "{\"data\":{\"x\":\",\\\"stream\\\":\\\"y\"}}"u8.ToArray(), false), stream, i / Streams.Length, null);
            await ExecuteAsync(
                owner, "insert into argus.events (log_id, position, stream_version, stream, leaf_hash, entry) values (1, $1, $2, $3, '', $4)",
                grown.Entry.Position, (int)grown.Entry.StreamVersion, OldKey(stream), grown.Bytes);
        }

        await ExecuteAsync(owner, "update argus.logs set size = $1, frontier = $2, last_time = $3", growth.Size, growth.Frontier.ToBytes(), growth.LastTime.UtcDateTime);
        return growth.Frontier.Root();
    }

    /// <summary>As labels are keyed to this day: by any identifier behind the last colon.</summary>
    private static Guid OldKey(string stream) => Argus.Domain.Projections.LabelKey.Of(stream);

    private static async Task ExecuteAsync(NpgsqlDataSource owner, string sql, params object[] values)
    {
        await using var command = owner.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(LogCheck.Cancellation);
    }
}
