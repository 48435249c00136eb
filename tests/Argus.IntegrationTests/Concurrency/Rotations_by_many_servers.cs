using System.Collections.Concurrent;
using Argus.Domain.Kernel;
using Argus.Domain.Keys;
using Argus.IntegrationTests.Admin.Keys;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Log;
using Argus.Specs;
using Npgsql;

namespace Argus.IntegrationTests.Concurrency;

/// <summary>
/// Three servers, twenty-four tenants, and a rotation every three seconds in each. Every round has one winner, whoever runs and whoever is killed, and nobody
/// who asks for a token notices.
/// </summary>
public sealed class Rotations_by_many_servers(TestPostgres postgres)
{
    private const int Tenants = 24;
    private const int Rounds = 200;
    private const int RoundsAfterwards = 48;
    private const int Lead = 2;
    private const int Period = 3;
    private const string Policy = """ "clock_skew": 0, "key_announce": 2, "jwks_max_age": 2, "verifier_poll_interval": 0, "key_rotation_period": 3, "service_token_lifetime": 5, "user_token_lifetime": 5 """;

    /// <summary>A busy machine makes fewer keys; then an eighth of the rounds must do.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EnoughAfterwards = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    private static readonly string[] Names = [.. Enumerable.Range(0, Tenants).Select(number => $"t{number:00}")];

    private readonly ConcurrentQueue<string> _faults = new();
    private int _tokens;

    [Fact]
    public async Task have_one_winner_each()
    {
        var connectionString = await postgres.NewDatabaseAsync() + ";Maximum Pool Size=12";
        await using var database = await ArgusDatabase.OpenAsync(connectionString, null, TimeSpan.FromSeconds(60), LogCheck.Cancellation);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        await using var servers = new ManyServers(connectionString, $$"""{ "tenants": [ {{string.Join(",\n", Names.Select(name => Known.Small(name, Policy)))}} ] }""");
        await Task.WhenAll(servers.StartAsync(), servers.StartAsync(), servers.StartAsync());
        using var stopping = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(number => Task.Run(() => LoadAsync(servers, number, stopping.Token))).ToArray();
        var begun = TimeProvider.System.GetTimestamp();

        await GoOnAsync(log, Rounds, Enough);
        TestContext.Current.TestOutputHelper?.WriteLine($"{await RoundsAsync(log)} rounds in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0} s, {_tokens} tokens");
        await NoHalfIsAstrayAsync(connectionString, log, []);

        var killed = servers.Running.Take(2).ToArray();
        await Task.WhenAll(killed.Select(servers.KillAsync));
        var left = await StoredAsync(connectionString);
        await servers.StartAsync();
        await GoOnAsync(log, RoundsAfterwards, EnoughAfterwards);
        await stopping.CancelAsync();
        await Task.WhenAll(load);

        // What the killed ones stored on the way to a ring lies there until it is plain that nobody will come back for it: one key each, at most.
        var known = await KnownAsync(log);
        var astray = left.Where(kid => !known.Contains(kid)).ToHashSet();
        Assert.InRange(astray.Count, 0, killed.Length + 1);
        await NoHalfIsAstrayAsync(connectionString, log, astray);
        Assert.True(_faults.IsEmpty, string.Join('\n', _faults.Take(10)));
        Assert.True(servers.Complaints.Length == 0, servers.Complaints);
        TestContext.Current.TestOutputHelper?.WriteLine($"{await RoundsAsync(log)} rounds in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0} s, {_tokens} tokens, {astray.Count} halves astray, {await MadeAsync(connectionString)} keys made for {known.Count}");
    }

    private async Task LoadAsync(ManyServers servers, int number, CancellationToken stopping)
    {
        var random = new Xorshift((ulong)(number + 1) * 0x9E3779B97F4A7C15);
        while (!stopping.IsCancellationRequested)
        {
            var running = servers.Running;
            var issuer = random.Of(running);
            var shower = random.Of(running.Length > 1 ? [.. running.Where(url => url != issuer)] : running);
            if (await servers.UseAsync(random.Of(Names), issuer, shower) is { } fault)
                _faults.Enqueue(fault);
            Interlocked.Increment(ref _tokens);
            await Task.Delay(10, CancellationToken.None);
        }
    }

    private async Task GoOnAsync(IEventLog log, int rounds, TimeSpan enough)
    {
        var (begun, before) = (TimeProvider.System.GetTimestamp(), await RoundsAsync(log));
        await Eventually.Holds($"{rounds} rounds, or some of them", Bound, async () =>
        {
            Assert.True(_faults.IsEmpty, string.Join('\n', _faults.Take(10)));
            await Task.Delay(500, LogCheck.Cancellation);
            var done = await RoundsAsync(log) - before;
            return done >= rounds || (done >= rounds / 8 && TimeProvider.System.GetElapsedTime(begun) > enough);
        });
    }

    /// <summary>Rounds so far, with the rules held to in every ring.</summary>
    private static async Task<int> RoundsAsync(IEventLog log)
    {
        var rounds = 0;
        foreach (var tenant in Names)
            rounds += RingRules.Hold(await RingAsync(log, tenant), Lead, Period);
        return rounds;
    }

    /// <summary>Every private half at rest is of a key that is to sign, and every such key has one; but for what is on its way, which arrives.</summary>
    private static async Task NoHalfIsAstrayAsync(string connectionString, IEventLog log, HashSet<string> but)
    {
        var suspicious = await DifferenceAsync();
        await Eventually.Holds("no private half is astray", TimeSpan.FromSeconds(60), async () =>
        {
            suspicious.IntersectWith(await DifferenceAsync());
            return suspicious.Count == 0;
        });

        async Task<HashSet<string>> DifferenceAsync()
        {
            var stored = await StoredAsync(connectionString);
            var toSign = new HashSet<string>();
            foreach (var tenant in Names)
                toSign.UnionWith(RingRules.ToSign(await RingAsync(log, tenant)));
            stored.SymmetricExceptWith(toSign);
            stored.ExceptWith(but);
            return stored;
        }
    }

    private static async Task<HashSet<string>> KnownAsync(IEventLog log)
    {
        var known = new HashSet<string>();
        foreach (var tenant in Names)
            known.UnionWith((await RingAsync(log, tenant)).Select(recorded => recorded.Event).OfType<KeyGenerated>().Select(generated => generated.Kid.Value));
        return known;
    }

    private static async Task<IReadOnlyList<RecordedEvent>> RingAsync(IEventLog log, string tenant) =>
        [.. (await log.ReadStreamAsync(tenant, KeyRingState.Stream, LogCheck.Cancellation)).Select(entry => EventCodec.Decode(entry.Bytes.Span))];

    /// <summary>How many private halves were ever stored, those that lost their race among them.</summary>
    private static async Task<long> MadeAsync(string connectionString) =>
        (long)(await DataFolder.ScalarAsync(connectionString, "select n_tup_ins from pg_stat_user_tables where relname = 'private_keys'"))!;

    private static async Task<HashSet<string>> StoredAsync(string connectionString)
    {
        await using var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await using var command = owner.CreateCommand($"select kid from argus.private_keys p where tenant like 't__' and {KeyReading.SignsTokens}");
        await using var reader = await command.ExecuteReaderAsync(LogCheck.Cancellation);
        var kids = new HashSet<string>();
        while (await reader.ReadAsync(LogCheck.Cancellation))
            kids.Add(reader.GetString(0));
        return kids;
    }
}
