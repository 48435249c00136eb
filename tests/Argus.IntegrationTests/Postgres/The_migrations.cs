using Argus.IntegrationTests.Concurrency;
using Argus.Postgres;
using Argus.Postgres.Log;
using Npgsql;

namespace Argus.IntegrationTests.Postgres;

public sealed class The_migrations(TestPostgres postgres) : IAsyncLifetime
{
    private string _connectionString = null!;
    private NpgsqlDataSource _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.NewDatabaseAsync();
        _owner = NpgsqlDataSource.Create(_connectionString);
    }

    public ValueTask DisposeAsync() => _owner.DisposeAsync();

    [Fact]
    public async Task are_applied_once_and_leave_what_is_there_alone()
    {
        await MigrateAsync();
        var first = await AppliedAsync();
        await using (var database = await OpenAsync())
        await using (var log = new PostgresEventLog(database, TimeProvider.System))
            await log.AppendAsync("acme", LogCheck.At("s", 0));

        await MigrateAsync();

        Assert.Equal(first, await AppliedAsync());
        Assert.Equal(1L, await ScalarAsync("select count(*) from argus.events"));
    }

    [Fact]
    public async Task of_many_nodes_that_start_at_once_are_applied_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(MigrateAsync)));

        Assert.Equal(await ScalarAsync("select count(distinct number) from argus.migrations"), await ScalarAsync("select count(*) from argus.migrations"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from argus.feed"));
    }

    [Fact]
    public async Task that_differ_from_what_was_applied_are_refused_by_name()
    {
        await MigrateAsync();
        await ScalarAsync("update argus.migrations set sha256 = sha256('another') where number = 1");

        var fault = await Assert.ThrowsAsync<SchemaException>(MigrateAsync);

        Assert.Contains("0001_log.sql", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task of_a_newer_program_are_refused_by_number_and_nothing_is_changed()
    {
        await MigrateAsync();
        await ScalarAsync("insert into argus.migrations (number, name, sha256) values (9999, '9999_future.sql', '')");
        var before = await AppliedAsync();

        var fault = await Assert.ThrowsAsync<SchemaException>(MigrateAsync);

        Assert.Contains("9999", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, await AppliedAsync());
    }

    [Fact]
    public async Task that_fail_leave_nothing_behind()
    {
        // In the way of the first one: a table of its name.
        await ScalarAsync("create schema argus; create table argus.private_keys (mine int)");

        await Assert.ThrowsAsync<PostgresException>(MigrateAsync);

        Assert.Equal(DBNull.Value, await ScalarAsync("select to_regclass('argus.events')::text"));
        Assert.Equal(DBNull.Value, await ScalarAsync("select to_regclass('argus.migrations')::text"));
    }

    private async Task MigrateAsync() => await (await OpenAsync()).DisposeAsync();

    private Task<ArgusDatabase> OpenAsync() => ArgusDatabase.OpenAsync(_connectionString, null, TimeSpan.FromSeconds(30), LogCheck.Cancellation);

    private async Task<string?> AppliedAsync() =>
        await ScalarAsync("select string_agg(number || ' ' || encode(sha256, 'hex') || ' ' || applied_at, ', ' order by number) from argus.migrations") as string;

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync(LogCheck.Cancellation);
    }
}
