using System.Security.Cryptography;
using Argus.Contract;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.IntegrationTests.Postgres;
using Argus.Log;
using Argus.Log.Archives;
using Argus.Log.Merkle;
using Argus.Postgres;
using Argus.Postgres.Log;

namespace Argus.IntegrationTests.Archive;

/// <summary>
/// SIGKILL at many points of dropping and restoring. Whatever it hit: every entry is read from the database or the archive as it was, comes to the root of the
/// tree and is proved under it, and the next process goes on with the work.
/// </summary>
public sealed class A_run_whose_process_is_killed(TestPostgres postgres) : IAsyncLifetime
{
    private const string Run = "/archive/run";
    private const string Restore = "/archive/restore";
    private const string All = """{"from":"2000-01-01T00:00:00Z","to":"2100-01-01T00:00:00Z"}""";
    private const int Kills = 50;

    private static readonly string[] Tenants = [ArchiveStory.Leaving, ArchiveStory.AlsoLeaving, ArchiveStory.Keeping];

    private ArchiveStory _story = null!;
    private KilledArchiver _archiver = null!;
    private Dictionary<string, string[]> _tokens = null!;
    private Dictionary<string, string[]> _before = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _story = await ArchiveStory.BeginAsync(postgres);
        _tokens = await _story.GrowOldAsync();
        _before = await _story.AllBytesAsync();
        await _story.StopNodeAsync();
        _archiver = new KilledArchiver(_story);
    }

    public async ValueTask DisposeAsync()
    {
        await _archiver.DisposeAsync();
        await _story.DisposeAsync();
    }

    [Fact]
    public async Task loses_nothing_and_is_finished_by_the_next()
    {
        var window = (await _story.TextAsync("select tableoid::regclass::text from argus.events where stream >= '01000000-0000-0000-0000-000000000000' order by stream limit 1"))!;
        const string Appends = $"select from argus.logs where tenant = '{ArchiveStory.Leaving}' for update";
        KillPoint[] dropping =
        [
            KillPoint.Files(2),
            KillPoint.Files(20),
            KillPoint.Braked("the index is written, the log not told", Appends),
            KillPoint.Braked("the log is told, and what others keep is to be copied", $"create table {window}_r1 ()"),
            KillPoint.Braked("in the transaction that drops", "lock table argus.archived in share mode"),
            KillPoint.Once("it is dropped", "select exists (select from argus.archived)"),
        ];
        KillPoint[] restoring =
        [
            KillPoint.Braked("in the transaction that puts the window in its place", "lock table argus.events_default in access share mode"),
            KillPoint.Braked("it is restored, the log not told", Appends),
        ];

        foreach (var point in dropping)
            await DiesAsync(Run, "{}", point);
        await FinishesDroppingAsync();
        foreach (var point in restoring)
            await DiesAsync(Restore, All, point);
        await FinishesRestoringAsync();
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Soak")]
    public async Task loses_nothing_fifty_times()
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            var (path, body) = RandomNumberGenerator.GetInt32(2) == 0 ? (Run, """{"restored":true}""") : (Restore, All);
            await DiesAsync(path, body, KillPoint.After(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1_000))));
        }

        await FinishesDroppingAsync();
        await FinishesRestoringAsync();
    }

    private async Task DiesAsync(string path, string body, KillPoint point)
    {
        var isDead = await _archiver.DieAsync(path, body, point);
        TestContext.Current.TestOutputHelper!.WriteLine($"{point}: {(isDead ? "killed" : "was done")}");
        await IsWholeAsync();
    }

    private async Task FinishesDroppingAsync()
    {
        await _archiver.DoAsync(Run, """{"restored":true}""");
        Assert.Equal("2", await _story.TextAsync("select count(distinct log_id) from argus.archived where restored_at is null"));
        Assert.True(await _story.RowsAsync(ArchiveStory.Leaving) < _before[ArchiveStory.Leaving].Length);
        await IsWholeAsync();
        foreach (var tenant in Tenants)
            Assert.Null((await _story.VerifyAsync(tenant)).Divergence);
    }

    private async Task FinishesRestoringAsync()
    {
        await _archiver.DoAsync(Restore, All);
        Assert.Equal("0", await _story.TextAsync("select count(*) from argus.archived where restored_at is null"));
        await IsWholeAsync();
        foreach (var tenant in Tenants)
            Assert.Equal(await _story.TextAsync($"select size from argus.logs where tenant = '{tenant}'"), (await _story.RowsAsync(tenant)).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>By a log of its own, which has seen nothing of what was going on.</summary>
    private async Task IsWholeAsync()
    {
        await using var database = await ArgusDatabase.OpenAsync(_story.ConnectionString, null, TimeSpan.FromSeconds(30), Cancellation);
        await using var log = new PostgresEventLog(database, TimeProvider.System, new LogArchive(_story.ArchiveDirectory));
        foreach (var tenant in Tenants)
        {
            var head = await log.ReadHeadAsync(tenant, Cancellation);
            var entries = await log.ReadAsync(tenant, 0, head.Size, Cancellation).ToList();
            Assert.Equal(_before[tenant], entries.Take(_before[tenant].Length).Select(entry => Convert.ToHexString(entry.Bytes.Span)));
            Assert.Equal(Enumerable.Range(0, (int)head.Size), entries.Select(entry => (int)entry.Position));
            Assert.Equal(head.RootHash.ToArray(), NaiveMerkle.Root([.. entries.Select(entry => entry.Bytes.ToArray())]));
            foreach (var jti in _tokens[tenant])
                await IsProvedAsync(log, head, tenant, jti);
        }
    }

    private static async Task IsProvedAsync(PostgresEventLog log, LogHead head, string tenant, string jti)
    {
        Assert.True(Jti.TryParse(jti, out var token));
        var entry = Assert.Single(await log.ReadStreamAsync(tenant, TokenState.StreamOf(token), Cancellation));
        var proof = await new TreeReader(log.Tiles(tenant)).InclusionAsync(entry.Position, head.Size, Cancellation);
        Assert.True(MerkleProof.VerifyInclusion(NaiveMerkle.Leaf(entry.Bytes.ToArray()), entry.Position, head.Size, proof, head.RootHash.Span));
    }
}
