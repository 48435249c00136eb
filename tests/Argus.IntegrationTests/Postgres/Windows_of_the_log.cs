using System.Diagnostics.CodeAnalysis;
using Argus.Contract;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Concurrency;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Log;
using Argus.Postgres.Windows;
using Npgsql;

namespace Argus.IntegrationTests.Postgres;

/// <summary>Streams that end lie in the window in which they began, whoever made it and whenever.</summary>
public sealed class Windows_of_the_log(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Width = TimeSpan.FromDays(30);
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero);

    private string _connectionString = null!;
    private NpgsqlDataSource _owner = null!;
    private ArgusDatabase _database = null!;
    private PostgresEventLog _log = null!;

    private EventWindows Windows => new(_database);

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.NewDatabaseAsync() + ";Maximum Pool Size=4";
        _owner = NpgsqlDataSource.Create(_connectionString);
        _database = await ArgusDatabase.OpenAsync(_connectionString, null, TimeSpan.FromSeconds(30), LogCheck.Cancellation);
        _log = new PostgresEventLog(_database, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _database.DisposeAsync();
        await _owner.DisposeAsync();
    }

    [Fact]
    public async Task are_made_for_now_and_two_ahead_side_by_side_and_once()
    {
        var made = await Windows.MakeAsync(Now, Width, LogCheck.Cancellation);

        Assert.Equal(3, made.Count);
        Assert.True(made[0].Has(Now));
        Assert.Equal([made[0].To, made[1].To], [made[1].From, made[2].From]);
        Assert.All(made, window => Assert.Equal(Width, window.To - window.From));
        Assert.Equal("events_20261103_20261203", made[0].Name);
        Assert.Empty(await Windows.MakeAsync(Now, Width, LogCheck.Cancellation));
        Assert.Equal(made, await Windows.ListAsync(LogCheck.Cancellation));
    }

    [Fact]
    public async Task of_another_width_begin_where_the_others_end()
    {
        var first = await Windows.MakeAsync(Now, Width, LogCheck.Cancellation);
        var week = TimeSpan.FromDays(7);

        Assert.Empty(await Windows.MakeAsync(Now, week, LogCheck.Cancellation));
        var second = await Windows.MakeAsync(first[^1].To.AddDays(-1), week, LogCheck.Cancellation);

        Assert.Equal(first[^1].To, second[0].From);
        Assert.InRange(second[0].To - second[0].From, TimeSpan.FromSeconds(1), week);
        Assert.Equal(week, second[1].To - second[1].From);
    }

    [Fact]
    public async Task that_many_nodes_make_at_once_are_made_once()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Windows.MakeAsync(Now, Width, LogCheck.Cancellation))));

        Assert.Equal(3, made.Sum(windows => windows.Count));
        Assert.Equal(3, (await Windows.ListAsync(LogCheck.Cancellation)).Count);
    }

    [Fact]
    public async Task take_in_what_was_appended_before_they_were_made_and_expected_versions_hold_across()
    {
        var (token, old) = (Stream("token", Now), Stream("family", Now.AddYears(-3)));
        await _log.AppendAsync("acme", LogCheck.At(token, 0), LogCheck.At(old, 0), LogCheck.At("tenant", 0));
        Assert.Equal(2L, await ScalarAsync("select count(*) from argus.events_default"));

        var made = await Windows.MakeAsync(Now, Width, LogCheck.Cancellation);

        Assert.Equal(4, made.Count);
        Assert.Equal(0L, await ScalarAsync("select count(*) from argus.events_default"));
        Assert.IsType<AppendResult.Conflict>(await _log.AppendAsync("acme", LogCheck.At(token, 0)));
        Assert.IsType<AppendResult.Appended>(await _log.AppendAsync("acme", LogCheck.At(token, 1), LogCheck.At(old, 1)));
        Assert.Equal(2L, await ScalarAsync($"select count(*) from argus.{made[0].Name}"));
        Assert.Equal(2L, await ScalarAsync($"select count(*) from argus.{made[3].Name}"));
        await LogCheck.IsWhole(_log, "acme", _owner);
    }

    [Fact]
    public async Task are_not_made_for_names_with_a_time_that_is_far_off()
    {
        await _log.AppendAsync("acme", LogCheck.At(Stream("token", Now.AddYears(900)), 0));

        Assert.Equal(3, (await Windows.MakeAsync(Now, Width, LogCheck.Cancellation)).Count);

        Assert.Equal(1L, await ScalarAsync("select count(*) from argus.events_default"));
        await LogCheck.IsWhole(_log, "acme", _owner);
    }

    [Fact]
    public async Task are_made_while_appends_go_on_and_none_fails()
    {
        using var stop = new CancellationTokenSource();
        var appending = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
                Assert.IsType<AppendResult.Appended>(await _log.AppendAsync($"busy-{i}", LogCheck.At(Stream("token", Now.AddDays(n % 90)), 0, LogCheck.Entry(standing: n % 7 == 0))));
        })).ToArray();
        for (var width = 64; width >= 1; width /= 2)
            await Windows.MakeAsync(Now.AddDays(64 - width), TimeSpan.FromDays(width), LogCheck.Cancellation);
        await stop.CancelAsync();
        await Task.WhenAll(appending);

        for (var i = 0; i < 4; i++)
            await LogCheck.IsWhole(_log, $"busy-{i}", _owner);
    }

    [Fact]
    public async Task hold_only_streams_that_end()
    {
        await Windows.MakeAsync(Now, Width, LogCheck.Cancellation);
        string[] ending = ["audit", "family", "handoff", "logout", "pushed", "refusal", "session", "sign_in", "token", "verification"];
        string[] lasting = ["client", "client_secrets", "consent", "key-import", "peer", "peer-key", "provider", "resource", "revocation", "signals", "spiffe", "unlogged", "user", "verifier"];
        foreach (var kind in ending.Concat(lasting))
            await _log.AppendAsync("acme", LogCheck.At(Stream(kind, Now), 0));
        await _log.AppendAsync("acme", LogCheck.At(Stream("key-wrapping:kid", Now), 0), LogCheck.At(Stream("token:client", Now), 0), LogCheck.At(Jti.From(Guid.CreateVersion7(Now)).Value, 0));

        Assert.Equal(0L, await ScalarAsync("select count(*) from argus.events_default"));
        Assert.Equal(lasting.Length + 3L, await ScalarAsync("select count(*) from argus.events_lasting"));
        Assert.Equal((long)ending.Length, await ScalarAsync("select count(*) from argus.events_20261103_20261203"));
    }

    [Fact]
    public async Task are_refused_to_a_user_that_does_not_own_the_log()
    {
        await ScalarAsync("create role plain_node login in role argus_app");
        var plain = new NpgsqlConnectionStringBuilder(_connectionString) { Username = "plain_node" }.ConnectionString;
        await using var source = NpgsqlDataSource.Create(plain);
        await using var create = source.CreateCommand(EventWindows.Create(EventWindow.For(Now, Width, [])));

        var fault = await Assert.ThrowsAsync<PostgresException>(() => create.ExecuteNonQueryAsync(LogCheck.Cancellation));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, fault.SqlState);
    }

    private static string Stream(string kind, DateTimeOffset time) => $"{kind}:{Jti.From(Guid.CreateVersion7(time))}";

    [SuppressMessage("Security", "CA2100", Justification = "The tests' own statements.")]
    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync(LogCheck.Cancellation);
    }
}
