using Argus.Contract;
using Argus.IntegrationTests.Admin.Families;
using Argus.IntegrationTests.CommandLine;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.Log.Exports;
using Npgsql;

namespace Argus.IntegrationTests.Audit;

/// <summary>A node whose log is exported and folded again, with users, families, sessions and revocations in it.</summary>
public sealed class ReplayedNode(TestPostgres postgres) : IAsyncLifetime
{
    internal const string Tenant = "acme";

    private readonly string _directory = ScratchDirectory.Create("argus-replayed-");
    private readonly Uri _url = new($"http://127.0.0.1:{Ports.Free()}");
    private string _database = null!;
    private int _exports;

    internal TestNode Node { get; private set; } = null!;

    internal TestNode Beside { get; private set; } = null!;

    internal AdminApi Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.NewDatabaseAsync();
        Node = await TestNode.StartAsync(Settings());
        Beside = await TestNode.StartAsync(Settings(isBeside: true));
        Admin = new AdminApi(Node);
        var grants = new Grants(Node, Tenant);
        foreach (var user in (string[])["alice", "bob"])
        {
            var family = await grants.OpenAsync(user);
            await grants.RefreshAsync(family);
        }

        for (var i = 0; i < 20; i++)
        {
            var token = await Node.TokenAsync($"/t/{Tenant}", Known.Billing);
            if (i % 5 == 0)
                await Node.RevokeAsync($"/t/{Tenant}", Known.Billing, token.AccessToken);
        }

        Assert.Equal(200, (await Admin.PostAsync($"/tenants/{Tenant}/clients/{Known.BasicOnly.Id}/disable")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Beside.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>The whole log as it is now, with what the node says of its projections.</summary>
    internal async Task<string> ExportAsync()
    {
        var claims = (await Admin.GetAsync($"/tenants/{Tenant}/projections")).Json.GetProperty("items").EnumerateArray()
            .Select(item => new ExportedProjection(item.GetProperty("name").GetString()!, item.GetProperty("position").GetInt64(), item.GetProperty("digest").GetString()!));
        var directory = Directory.CreateDirectory(Path.Combine(_directory, $"export-{++_exports}")).FullName;
        using var keys = new TestLogKeys("auth.example/t/acme");
        keys.Activate(0, DateTimeOffset.UnixEpoch);
        var size = (await Node.Events.ReadHeadAsync(Tenant, TestContext.Current.CancellationToken)).Size;
        await ExportWriter.WriteAsync(new ExportWriter(directory, Tenant, keys) { Projections = [.. claims] }, Node.Events, size, TestContext.Current.CancellationToken);
        return directory;
    }

    internal Task<Ended> RunAsync(params string[] arguments) => ArgusProcess.RunAsync(
        _directory, new Dictionary<string, string> { ["ARGUS_URL"] = Node.Url.ToString(), ["ARGUS_CLIENT_SECRET"] = Known.Administrator.Secret }, "", arguments);

    /// <summary>As the superuser, under no rights.</summary>
    internal async Task<int> ExecuteAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(_database);
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    private NodeSettings Settings(bool isBeside = false) => new()
    {
        Url = isBeside ? null : _url,
        PublicUrl = _url,
        ConnectionString = _database,
        Provisioning = $$"""{ "tenants": [ {{FamilyNodes.Tenant(Tenant)}}, {{Known.Small("stopped")}} ] }""",
        Directory = Directory.CreateDirectory(Path.Combine(_directory, ".argus")).FullName,
        More = [.. Known.AdminSettings, "--Argus:AppendTimeout", "30"],
    };
}

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class ReplayedCollection : ICollectionFixture<ReplayedNode>
#pragma warning restore CA1711
{
    public const string Name = "replayed node";
}
