using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.Log.Checkpoints;
using Npgsql;

namespace Argus.IntegrationTests.Checkpoints;

/// <summary>A node whose logs get a checkpoint every second, as an auditor sees it who trusts only what is signed.</summary>
internal sealed class LogNode : IAsyncDisposable
{
    public const string Tenant = "acme";

    private LogNode(TestNode node, string database)
    {
        Node = node;
        Database = database;
        Admin = new AdminApi(node);
    }

    public TestNode Node { get; }

    public AdminApi Admin { get; }

    public string Database { get; }

    /// <param name="postgres">Where.</param>
    /// <param name="database">Null for a new one.</param>
    /// <param name="more">More settings, as on the command line.</param>
    public static Task<LogNode> StartAsync(TestPostgres postgres, string? database = null, string period = "1", params string[] more) =>
        StartAsync(postgres, settings => settings, database, period, more);

    /// <param name="change">Of the node's settings.</param>
    public static async Task<LogNode> StartAsync(
        TestPostgres postgres, Func<NodeSettings, NodeSettings> change, string? database = null, string period = "1", params string[] more)
    {
        database ??= await postgres.NewDatabaseAsync();
        var node = await TestNode.StartAsync(change(new NodeSettings
        {
            ConnectionString = database,
            Provisioning = $$"""{ "tenants": [ {{Known.Small(Tenant)}} ] }""",
            More = [.. Known.AdminSettings, "--Argus:AppendTimeout", "30", "--Argus:Checkpoints:Period", period, .. more],
        }));
        return new LogNode(node, database);
    }

    public async Task<string> IssueAsync() => (await Node.TokenAsync($"/t/{Tenant}", Known.Billing)).AccessToken;

    public Task<Reply> GetAsync(string path) => Admin.GetAsync($"/tenants/{Tenant}/log/{path}");

    public async Task<LogKeyHistory> KeysAsync()
    {
        var reply = await Node.GetAsync($"/t/{Tenant}/log/keys");
        Assert.True(LogKeyHistory.TryParse(reply.Body, out var keys, out var fault), fault);
        return keys;
    }

    /// <summary>What a note says, if the log's own keys have signed it.</summary>
    public async Task<(Checkpoint Checkpoint, SignedNote Note)> ReadAsync(string text)
    {
        Assert.True(SignedNote.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var note), text);
        Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint), text);
        var keys = await KeysAsync();
        Assert.Equal(keys.Origin, checkpoint.Origin);
        Assert.Contains(keys.KeysAt(checkpoint.Size).OfType<TreeHeadKey>(), key => note.Signatures.Any(signature => key.Verify(note.Text, signature)));
        return (checkpoint, note);
    }

    /// <summary>A checkpoint that covers whatever is in the log now.</summary>
    public async Task<(Checkpoint Checkpoint, SignedNote Note)> CoveredAsync()
    {
        var size = (await Node.Events.ReadHeadAsync(Tenant, TestContext.Current.CancellationToken)).Size;
        Reply reply = null!;
        await Eventually.Holds($"a checkpoint over {size}", TimeSpan.FromSeconds(60), async () =>
        {
            reply = await GetAsync("checkpoint");
            return reply.Status == 200 && Checkpoint.TryParse(reply.Text[..(reply.Text.IndexOf("\n\n", StringComparison.Ordinal) + 1)], out var found) && found.Size >= size;
        });
        return await ReadAsync(reply.Text);
    }

    public static byte[][] Hashes(JsonElement array) => [.. array.EnumerateArray().Select(hash => hash.GetBytesFromBase64())];

    /// <summary>As the superuser, under no rights.</summary>
    public async Task<int> BySuperuserAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Secrecy.Holds(Node);
    }
}

/// <summary>One for a class of tests that only add to it.</summary>
public sealed class SharedLogNode(TestPostgres postgres) : IAsyncLifetime
{
    internal LogNode Log { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Log = await LogNode.StartAsync(postgres);

    public ValueTask DisposeAsync() => Log.DisposeAsync();
}
