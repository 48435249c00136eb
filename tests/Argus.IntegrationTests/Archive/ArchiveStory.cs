using System.Globalization;
using Argus.Authority.Archive;
using Argus.Authority.Checkpoints;
using Argus.Authority.Grains;
using Argus.Contract;
using Argus.Domain.Audit;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.Log;
using Argus.Log.Archives;
using Argus.Log.Exports;
using Npgsql;

namespace Argus.IntegrationTests.Archive;

/// <summary>A node whose clock begins in the past, with an archive: two tenants that let go of their entries, and two that keep theirs.</summary>
internal sealed class ArchiveStory : IAsyncDisposable
{
    public const string Leaving = "acme";
    public const string AlsoLeaving = "gamma";
    public const string Keeping = "keeper";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _directory = ScratchDirectory.Create("argus-archive-");
    private readonly string _home = ScratchDirectory.Create("argus-archive-node-");
    // At noon: what is appended in one go must not lie on both sides of a window's end.
    private readonly ShiftedClock _clock = new(TimeSpan.FromDays(-200) + TimeSpan.FromHours(12) - TimeProvider.System.GetUtcNow().TimeOfDay);
    private bool _isStopped;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public TestNode Node { get; private set; } = null!;

    public AdminApi Admin { get; private set; } = null!;

    public NpgsqlDataSource Owner { get; private set; } = null!;

    public DateTimeOffset Now => _clock.GetUtcNow();

    public string ArchiveDirectory => _directory;

    public LogArchive Archive => Node.Service<LogArchive>();

    public string ConnectionString { get; private set; } = "";

    /// <summary>The node's settings as arguments, but for where it listens: another node with the same is one more of the deployment.</summary>
    public IReadOnlyList<string> Settings =>
    [
        "--Argus:PublicUrl", Node.Url.ToString(), "--Argus:DataDirectory", _home, "--ConnectionStrings:Argus", ConnectionString,
        "--Argus:Provisioning", Path.Combine(_home, "provisioning.json"), .. More,
    ];

    private IReadOnlyList<string> More =>
        [.. Known.AdminSettings, "--Argus:Archive:Directory", _directory, "--Argus:Archive:Window", "86400", "--Argus:AppendTimeout", "30"];

    public static async Task<ArchiveStory> BeginAsync(TestPostgres postgres)
    {
        var story = new ArchiveStory();
        story.ConnectionString = await postgres.NewDatabaseAsync() + ";Maximum Pool Size=12";
        story.Owner = NpgsqlDataSource.Create(story.ConnectionString);
        const string Leaves = """ "refresh_absolute_lifetime": 86400, "refresh_idle_lifetime": 3600, "log_retention": 172800 """;
        story.Node = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = story.ConnectionString,
            Directory = story._home,
            Clock = story._clock,
            Provisioning = $$"""{ "tenants": [ {{Known.Small(Leaving, Leaves)}}, {{Known.Small(AlsoLeaving, Leaves)}}, {{Known.Small(Keeping)}} ] }""",
            More = story.More,
        });
        story.Admin = new AdminApi(story.Node);
        return story;
    }

    /// <summary>Issues tokens over HTTP and adds other entries that end, for each tenant.</summary>
    /// <returns>The tokens' identifiers, by tenant.</returns>
    public async Task<Dictionary<string, string[]>> LiveAsync(int entries)
    {
        var tokens = new Dictionary<string, string[]>();
        foreach (var tenant in new[] { Leaving, AlsoLeaving, Keeping })
        {
            var issued = new List<string>();
            for (var i = 0; i < 3; i++)
                issued.Add(JtiOf((await Node.TokenAsync($"/t/{tenant}", Known.Billing)).AccessToken));
            tokens[tenant] = [.. issued];
            Assert.True(TenantId.TryParse(tenant, out var id));
            for (var done = 0; done < entries; done += 50)
            {
                await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Node.Service<Aggregates>().RecordAsync(
                    id, $"audit:{Jti.From(Guid.CreateVersion7(Now))}", new EventsRead(null, 1, null, null, null), new Origin("test", "archive")).AsTask()));
            }
        }

        return tokens;
    }

    /// <summary>Some days pass, and the node has a new administrator's token.</summary>
    public void Pass(TimeSpan time)
    {
        _clock.Set(time);
        Admin = new AdminApi(Node);
    }

    public async Task SignAsync()
    {
        foreach (var tenant in new[] { Leaving, AlsoLeaving, Keeping, "system" })
        {
            Assert.True(TenantId.TryParse(tenant, out var id));
            await Node.Service<CheckpointRounds>().NowAsync(id, Patience);
        }
    }

    /// <summary>A log with entries in a window that is over, and enough behind them.</summary>
    public async Task<Dictionary<string, string[]>> GrowOldAsync()
    {
        var tokens = await LiveAsync(300);
        Pass(TimeSpan.FromDays(10));
        await LiveAsync(300);
        await SignAsync();
        return tokens;
    }

    public async Task<ArchiveRun> RunAsync(bool restored = false) =>
        await Node.Service<LogArchiver>().RunAsync(restored, Cancellation) ?? throw new InvalidOperationException("Another run is at it.");

    /// <summary>All bytes of a tenant's log.</summary>
    public async Task<string[]> BytesAsync(string tenant, long until = long.MaxValue) =>
        [.. (await Node.Events.ReadAsync(tenant, 0, until, Cancellation).ToList()).Select(entry => Convert.ToHexString(entry.Bytes.Span))];

    public async Task<Dictionary<string, string[]>> AllBytesAsync()
    {
        var all = new Dictionary<string, string[]>();
        foreach (var tenant in new[] { Leaving, AlsoLeaving, Keeping })
            all[tenant] = await BytesAsync(tenant);
        return all;
    }

    /// <summary>What was there is there, byte by byte; there may be more.</summary>
    public async Task StillHasAsync(Dictionary<string, string[]> before)
    {
        foreach (var (tenant, bytes) in before)
            Assert.Equal(bytes, await BytesAsync(tenant, bytes.Length));
    }

    public async Task<long> RowsAsync(string tenant)
    {
        await using var count = Owner.CreateCommand("select count(*) from argus.events where log_id = (select log_id from argus.logs where tenant = $1)");
        count.Parameters.Add(new() { Value = tenant });
        return (long)(await count.ExecuteScalarAsync(Cancellation))!;
    }

    /// <summary>From now on no row of the log can be deleted: what goes, goes with its table.</summary>
    public Task RefuseDeletesAsync() => TextAsync(
        """
        create function argus.refuse() returns trigger language plpgsql as $$ begin raise exception 'a row is deleted'; end $$;
        create trigger refuse before delete on argus.events for each row execute function argus.refuse()
        """);

    public Task AllowDeletesAsync() => TextAsync("drop trigger refuse on argus.events; drop function argus.refuse()");

    public async Task<string?> TextAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(Cancellation), CultureInfo.InvariantCulture);
    }

    /// <summary>As an auditor does, from the files alone.</summary>
    public async Task<ExportReport> VerifyAsync(string tenant) =>
        await new ExportVerifier(new ExportDirectory(Path.Combine(ArchiveDirectory, tenant)), new AuditTerms()).VerifyAsync(null, Cancellation);

    public static string JtiOf(string token)
    {
        using var payload = System.Text.Json.JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
        return payload.RootElement.GetProperty("jti").GetString()!;
    }

    /// <summary>The node stops in order. Others may take its place.</summary>
    public async Task StopNodeAsync()
    {
        _isStopped = true;
        await Node.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
            await Node.DisposeAsync();
        await Owner.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        Directory.Delete(_home, recursive: true);
    }
}
