using Argus.IntegrationTests.Concurrency;
using Argus.Postgres;
using Argus.Postgres.Log;
using Npgsql;

namespace Argus.IntegrationTests.Postgres;

/// <summary>The node can add to the log and read it. What is there it can neither change nor remove.</summary>
public sealed class The_serving_role(TestPostgres postgres) : IAsyncLifetime
{
    private const string Denied = "42501";

    private string _connectionString = null!;
    private ArgusDatabase _database = null!;

    public static TheoryData<string> Forbidden =>
    [
        "update argus.events set entry = ''",
        "update argus.events set feed = 7 where false",
        "delete from argus.events",
        "delete from argus.events where false",
        "truncate argus.events",
        "delete from argus.events_lasting",
        "update argus.events_default set entry = ''",
        "truncate argus.events_default",
        "drop table argus.events_default",
        "alter table argus.events detach partition argus.events_default",
        "update argus.tiles set hashes = ''",
        "update argus.tiles set root = ''",
        "delete from argus.tiles",
        "update argus.checkpoints set size = 7",
        "update argus.checkpoints set signed_at = now()",
        "delete from argus.checkpoints",
        "insert into argus.archived (log_id, from_time, to_time, entries, first_position, last_position, index_sha256) values (1, now(), now(), 1, 0, 1, '')",
        "update argus.archived set restored_at = now()",
        "delete from argus.archived",
        "truncate argus.logs",
        "delete from argus.logs",
        "update argus.logs set tenant = 'other'",
        "delete from argus.feed",
        "insert into argus.feed values (true, 9)",
        "update argus.private_keys set kid = ''",
        "truncate argus.private_keys",
        "truncate argus.beside",
        "update argus.stream_labels set stream = ''",
        "delete from argus.stream_labels",
        "truncate argus.stream_labels",
        "insert into argus.migrations values (9, 'x', '')",
        "delete from argus.migrations",
        "alter table argus.events disable trigger all",
        "drop table argus.events",
        "create table argus.mine (id int)",
        "create rule mine as on insert to argus.events do instead nothing",
    ];

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.NewDatabaseAsync();
        _database = await ArgusDatabase.OpenAsync(_connectionString, null, TimeSpan.FromSeconds(60), LogCheck.Cancellation);
        await using var log = new PostgresEventLog(_database, TimeProvider.System);
        await log.AppendAsync("acme", LogCheck.At("s", 0));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task is_refused_every_statement_that_changes_what_is_there(string statement)
    {
        await using var connection = await _database.Serving.OpenConnectionAsync(LogCheck.Cancellation);

        Assert.Equal(Denied, await SqlStateOf(connection, statement));
    }

    [Theory]
    [InlineData("reset role")]
    [InlineData("reset all")]
    [InlineData("discard all")]
    [InlineData("reset session authorization")]
    public async Task is_still_the_role_after(string escape)
    {
        await using var connection = await _database.Serving.OpenConnectionAsync(LogCheck.Cancellation);
        await ExecuteAsync(connection, escape);

        Assert.Equal("argus_app", await ScalarAsync(connection, "select current_user"));
        Assert.Equal(Denied, await SqlStateOf(connection, "delete from argus.events"));
    }

    [Fact]
    public async Task is_all_there_is_when_the_node_logs_in_as_a_user_that_owns_nothing()
    {
        // "set role none" leaves the role for the login user, so a deployment that must not trust its nodes gives them a login of their own.
        await using (var owner = NpgsqlDataSource.Create(_connectionString))
        {
            await using var make = owner.CreateCommand("create role argus_node login");
            await make.ExecuteNonQueryAsync(LogCheck.Cancellation);
        }

        var serving = new NpgsqlConnectionStringBuilder(_connectionString) { Username = "argus_node" }.ConnectionString;
        await using var database = await ArgusDatabase.OpenAsync(serving, _connectionString, TimeSpan.FromSeconds(60), LogCheck.Cancellation);
        await using (var log = new PostgresEventLog(database, TimeProvider.System))
            await log.AppendAsync("acme", LogCheck.At("t", 0));
        await using var connection = await database.Serving.OpenConnectionAsync(LogCheck.Cancellation);
        await ExecuteAsync(connection, "set role none");

        Assert.Equal("argus_node", await ScalarAsync(connection, "select current_user"));
        foreach (var statement in Forbidden)
            Assert.Equal(Denied, await SqlStateOf(connection, statement));
    }

    [Fact]
    public async Task waits_for_the_disk_whatever_the_server_is_set_to()
    {
        await using var connection = await _database.Serving.OpenConnectionAsync(LogCheck.Cancellation);

        Assert.Equal("on", await ScalarAsync(connection, "show synchronous_commit"));
    }

    private static async Task<string?> SqlStateOf(NpgsqlConnection connection, string statement)
    {
        var fault = await Record.ExceptionAsync(() => ExecuteAsync(connection, statement));
        return (fault as PostgresException)?.SqlState ?? fault?.Message;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement) => await ScalarAsync(connection, statement);

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(LogCheck.Cancellation);
    }
}
