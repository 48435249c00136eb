using Argus.Domain.Clients;
using Argus.Domain.ClientSecretUses;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Concurrency;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Log;

namespace Argus.IntegrationTests.Postgres;

/// <summary>The superuser takes an entry out of the feed; a node that starts looks for it.</summary>
public sealed class A_feed_that_was_changed_by_hand(PostgresLog postgres) : IClassFixture<PostgresLog>, IAsyncLifetime
{
    private static readonly string[] Standing = [.. EventCatalog.Types.Where(type => type.Standing).Select(type => type.Name)];

    private ArgusDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await ArgusDatabase.OpenAsync(postgres.ConnectionString, null, TimeSpan.FromSeconds(60), LogCheck.Cancellation);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task lacks_the_last_entry_of_a_stream_however_long_ago_that_was()
    {
        await AppendAsync("lasting", "client:a", new ClientDisabled(), new ClientEnabled(), new ClientDisabled());
        await AppendAsync("lasting", "consent:u:c", [.. Enumerable.Range(0, 100).Select(_ => new ClientSecretUsed(0, "s"))]);
        await CheckAsync(latest: 1);

        await TakeOutAsync("lasting", 2);

        var found = await Assert.ThrowsAsync<LogDivergedException>(() => CheckAsync(latest: 1));
        Assert.Contains("tenant lasting ", found.Message, StringComparison.Ordinal);
        Assert.Contains("position 2,", found.Message, StringComparison.Ordinal);
        await PutBackAsync("lasting", 2);
    }

    [Fact]
    public async Task lacks_all_of_a_stream_a_moment_ago()
    {
        await AppendAsync("recent", "client:a", new ClientDisabled());
        await AppendAsync("recent", "client:b", new ClientDisabled(), new ClientEnabled());
        await CheckAsync(latest: 1_000);

        await TakeOutAsync("recent", 0);

        await Assert.ThrowsAsync<LogDivergedException>(() => CheckAsync(latest: 1_000));
        await PutBackAsync("recent", 0);
    }

    private Task CheckAsync(int latest) => new FeedCheck(_database, latest).ThrowIfLackingAsync(Standing, LogCheck.Cancellation);

    private async Task AppendAsync(string tenant, string stream, params IDomainEvent[] events)
    {
        NewEntry[] entries = [.. events.Select(@event => EventCodec.Encode(@event, new Origin("spec", "c"))).Select(e => new NewEntry(e.Type, e.TypeVersion, e.Body, e.Standing))];
        Assert.IsType<AppendResult.Appended>(await postgres.Log.AppendAsync(new Append(tenant, new StreamAppend(stream, 0, entries)), LogCheck.Cancellation));
    }

    private Task TakeOutAsync(string tenant, long position) => ExecuteAsync("update argus.events set feed = null where position = $2 and log_id = (select log_id from argus.logs where tenant = $1)", tenant, position);

    /// <summary>The other tests look at the same database.</summary>
    private Task PutBackAsync(string tenant, long position) => ExecuteAsync("update argus.events set feed = 1 where position = $2 and log_id = (select log_id from argus.logs where tenant = $1)", tenant, position);

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = postgres.Owner.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        Assert.Equal(1, await command.ExecuteNonQueryAsync(LogCheck.Cancellation));
    }
}
