using Argus.Domain.Keys;
using Argus.IntegrationTests.Admin.Families;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Tamper;

/// <summary>
/// A deployment that has lived: tokens, families, revocations and checkpoints. Its auditor has kept two checkpoints and the log's public keys; its database has a backup
/// from the time of the first. No node runs; each test works on a copy.
/// </summary>
public sealed class AuditedDeployment(TestPostgres postgres) : IAsyncLifetime
{
    internal const string Tenant = "acme";

    private readonly string _directory = ScratchDirectory.Create("argus-tampered-");
    private readonly Uri _url = new($"http://127.0.0.1:{Ports.Free()}");
    private string _database = null!;
    private string _backup = null!;
    private int _scenes;

    /// <summary>The note that the auditor kept half-way.</summary>
    internal string Earlier => Path.Combine(_directory, "earlier.note");

    /// <summary>The note that the auditor kept at the end.</summary>
    internal string Later => Path.Combine(_directory, "later.note");

    /// <summary>The size of <see cref="Earlier"/>.</summary>
    internal long EarlierSize => Checkpoints.SizeOf(Earlier);

    /// <summary>The size of <see cref="Later"/>.</summary>
    internal long LaterSize => Checkpoints.SizeOf(Later);

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_directory, ".argus"));
        _database = await postgres.NewDatabaseAsync();
        await LiveAsync(_database, Earlier);
        _backup = await postgres.CopyAsync(_database);
        await LiveAsync(_database, Later);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A copy of the deployment's database, or of its backup, for one test.</summary>
    internal async Task<Scene> CopyAsync(bool backup = false)
    {
        var copy = await postgres.CopyAsync(backup ? _backup : _database);
        return new Scene(Settings(copy), Directory.CreateDirectory(Path.Combine(_directory, $"scene-{++_scenes}")).FullName);
    }

    private NodeSettings Settings(string database) => new()
    {
        ConnectionString = database,
        Provisioning = $$"""{ "tenants": [ {{FamilyNodes.Tenant(Tenant)}}, {{Known.Small("beta")}} ] }""",
        Directory = Path.Combine(_directory, ".argus"),
        Url = _url,
        More = ["--Argus:Checkpoints:Period", "1", "--Argus:AppendTimeout", "30"],
    };

    /// <summary>A while of the deployment's life, and the checkpoint that the auditor takes at its end.</summary>
    private async Task LiveAsync(string database, string kept)
    {
        await using var scene = new Scene(Settings(database), Directory.CreateDirectory(Path.Combine(_directory, Path.GetFileName(kept) + ".d")).FullName);
        await scene.StartAsync();
        // What a node adds at its leisure shall stand before what the tests change: where a key's entries are wrapped under another tenant, no node starts.
        await Eventually.Holds("the next key is there", TimeSpan.FromSeconds(60), async () =>
            (await scene.Node.RingAsync(Tenant)).Count(recorded => recorded.Event is KeyPublished) == 2);
        var grants = new Grants(scene.Node, Tenant);
        for (var turn = 0; turn < 3; turn++)
        {
            var family = await grants.OpenAsync(turn == 1 ? "bob" : "alice");
            await grants.RefreshAsync(family);
            for (var i = 0; i < 110; i++)
            {
                var token = await scene.Node.TokenAsync($"/t/{Tenant}", Known.Billing);
                if (i % 50 == 7)
                    await scene.Node.RevokeAsync($"/t/{Tenant}", Known.Billing, token.AccessToken);
            }
        }

        Assert.Null(await scene.SignAsync());
        await scene.CopyOutAsync();
        File.Copy(Path.Combine(scene.Copied, "checkpoint"), kept);
    }
}

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class AuditedCollection : ICollectionFixture<AuditedDeployment>
#pragma warning restore CA1711
{
    public const string Name = "audited deployment";
}
