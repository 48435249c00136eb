using System.Text;
using Argus.Authority.SignIn;
using Argus.Authority.Views;
using Argus.Contract;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Device;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.IntegrationTests.PersonalData;

/// <summary>Somebody walks through everything that a user can, at two nodes, and is erased.</summary>
public sealed class An_erased_user(TestPostgres postgres) : IAsyncLifetime
{
    private readonly string _directory = ScratchDirectory.Create("argus-erased-");
    private string _database = null!;
    private TestNode _node = null!;
    private TestNode _other = null!;
    private AdminApi _admin = null!;
    private Traces _traces = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.NewDatabaseAsync();
        var settings = new NodeSettings
        {
            ConnectionString = _database,
            Provisioning = Devices.Provisioning,
            Directory = _directory,
            PublicUrl = new Uri("http://localhost:5080"),
            From = LivedUser.From,
            UserAgent = LivedUser.Agent,
            More = Known.AdminSettings,
        };
        _node = await TestNode.StartAsync(settings);
        _other = await TestNode.StartAsync(settings);
        _admin = new AdminApi(_node);
        _traces = new Traces(_database, LivedUser.Texts);
    }

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await Histories.EndAsync(_node);
        Directory.Delete(_directory, recursive: true);
        Secrecy.Holds(_node, Walks.Password);
    }

    [Fact]
    public async Task leaves_no_text_of_their_own_anywhere_and_every_proof_still_verifies()
    {
        var user = new LivedUser(_node);
        await user.LiveAsync();
        await OtherKnowsAsync(user);

        // The control: until now, those who may can read all of it; and it is sealed all the same.
        var opened = Encoding.UTF8.GetString((await _admin.GetAsync("/tenants/acme/events?limit=1000&open=true")).Body);
        Assert.Equal(LivedUser.Texts.Where(text => !text.Contains('%', StringComparison.Ordinal)).Order(), _traces.In(System.Text.RegularExpressions.Regex.Unescape(opened)).Where(text => !text.Contains('%', StringComparison.Ordinal)).Order());
        Assert.Empty((await _traces.InTablesAsync()).Found);
        var proven = await ProofsAsync();

        foreach (var tenant in new[] { "acme", "hosted" })
            Assert.Equal("204 ", (await _admin.PostAsync($"{LivedUser.Path(tenant)}/erase")).ToString());
        Assert.Equal("204 ", (await _admin.PostAsync($"/tenants/acme/users/{ExternalName()}/erase")).ToString());

        await NothingIsLeftAsync(user);
        await ProofsHoldAsync(proven);
        await IsOverAsync(_node, user);
        await IsForgottenByTheOtherAsync(user);
        await NobodyGetsTheNameAsync();
    }

    private async Task OtherKnowsAsync(LivedUser user)
    {
        var (other, shown) = (new AdminApi(_other), (Reply)null!);
        await Eventually.Holds("the other node has heard of them", TimeSpan.FromSeconds(60), async () => (shown = await other.GetAsync(LivedUser.Path("acme"))).Status == 200);
        Assert.Equal((LivedUser.Name, user.Subject), (shown.Member("username"), shown.Member("subject")));
    }

    private async Task NothingIsLeftAsync(LivedUser user)
    {
        var (inTables, rows) = await _traces.InTablesAsync();
        Assert.Empty(inTables);
        Assert.InRange(rows, 100, long.MaxValue);
        var (inFiles, bytes) = await _traces.InFilesAsync();
        Assert.Empty(inFiles);
        Assert.InRange(bytes, 1_000_000, long.MaxValue);
        await using var connection = new Npgsql.NpgsqlConnection(_database);
        await connection.OpenAsync(Cancellation);
        await using var command = new Npgsql.NpgsqlCommand($"select count(*) from argus.personal_keys where name = 'user:{user.Subject}'", connection);
        Assert.Equal(0L, await command.ExecuteScalarAsync(Cancellation));

        foreach (var tenant in new[] { "acme", "hosted" })
        {
            var size = (await _node.Events.ReadHeadAsync(tenant, Cancellation)).Size;
            foreach (var tile in TilePath.All(size).Append(TilePath.Holding(TilePath.Entries, 0, size)))
                Assert.Empty(_traces.In((await _node.Events.Tiles(tenant).ReadAsync(tile, Cancellation)).Span));
            await AnswersSayNothingAsync(tenant);
        }
    }

    /// <summary>What a caller is shown; where the operators' own requests came from stays readable for their own time.</summary>
    private async Task AnswersSayNothingAsync(string tenant)
    {
        var paths = new[] { "users?limit=1000", "families?limit=1000&status=all", "sessions?limit=1000", "events?limit=1000", "clients", "keys" };
        foreach (var path in paths)
            Assert.Empty(_traces.In((await _admin.GetAsync($"/tenants/{tenant}/{path}")).Body));

        var opened = (await _admin.GetAsync($"/tenants/{tenant}/events?limit=1000&open=true")).Json.GetProperty("items").EnumerateArray().ToArray();
        var own = new[] { LivedUser.Agent, LivedUser.From.ToString() };
        Assert.Empty(opened.SelectMany(entry => _traces.In(System.Text.RegularExpressions.Regex.Unescape(entry.GetRawText()))).Except(own));
        Assert.DoesNotContain(
            opened,
            entry => entry.GetProperty("type").GetString() is { } type
                && (type.StartsWith("session.", StringComparison.Ordinal) || type.StartsWith("refresh.", StringComparison.Ordinal) || type is "family.authorized" or "family.opened")
                && _traces.In(entry.GetRawText()).Any());
    }

    private async Task<List<(string Tenant, long Size, byte[] Root, byte[][] Leaves, IReadOnlyList<byte[]>[] Proofs)>> ProofsAsync()
    {
        var all = new List<(string, long, byte[], byte[][], IReadOnlyList<byte[]>[])>();
        foreach (var tenant in new[] { "acme", "hosted" })
        {
            var size = (await _node.Events.ReadHeadAsync(tenant, Cancellation)).Size;
            var tree = new TreeReader(_node.Events.Tiles(tenant));
            var proofs = new List<IReadOnlyList<byte[]>>();
            for (var position = 0L; position < size; position++)
                proofs.Add(await tree.InclusionAsync(position, size, Cancellation));
            all.Add((tenant, size, await tree.RootAsync(size, Cancellation), await LeavesAsync(tenant, size), [.. proofs]));
        }

        return all;
    }

    private async Task ProofsHoldAsync(List<(string Tenant, long Size, byte[] Root, byte[][] Leaves, IReadOnlyList<byte[]>[] Proofs)> before)
    {
        foreach (var (tenant, size, root, leaves, proofs) in before)
        {
            Assert.Equal(leaves, await LeavesAsync(tenant, size));
            for (var position = 0; position < size; position++)
                Assert.True(MerkleProof.VerifyInclusion(leaves[position], position, size, proofs[position], root));
            var tree = new TreeReader(_node.Events.Tiles(tenant));
            Assert.Equal(root, await tree.RootAsync(size, Cancellation));
            var now = await _node.Events.ReadHeadAsync(tenant, Cancellation);
            Assert.True(now.Size > size);
            var consistency = await tree.ConsistencyAsync(size, now.Size, Cancellation);
            Assert.True(MerkleProof.VerifyConsistency(size, root, now.Size, now.RootHash.Span, consistency));
        }
    }

    private async Task<byte[][]> LeavesAsync(string tenant, long size)
    {
        var leaves = new List<byte[]>();
        await foreach (var entry in _node.Events.ReadAsync(tenant, 0, Cancellation))
        {
            if (entry.Position < size)
                leaves.Add(NaiveMerkle.Leaf(entry.Bytes.ToArray()));
        }

        return [.. leaves];
    }

    private static async Task IsOverAsync(TestNode node, LivedUser user)
    {
        (await node.IntrospectAsync("/t/acme", Known.OrdersApi, user.Tokens.AccessToken)).IsInactive();
        Assert.Equal(401, (await node.GetAsync("/t/acme/oauth/userinfo", AdminApi.Bearer(user.Tokens.AccessToken))).Status);
        Assert.Equal("invalid_grant", (await user.RefreshAsync()).Member("error"));
        (await user.Browser.GetAsync(Walks.Url("/t/acme"))).ShowsPage(200, "Sign in");
        var acme = node.Service<TenantDirectory>().Find("acme")!;
        Assert.Equal("unknown_user", (await node.Service<PasswordSignIn>().VerifyAsync(acme, LivedUser.Name, Walks.Password, null, new Origin("test", "test"))).Failure);
    }

    private async Task IsForgottenByTheOtherAsync(LivedUser user)
    {
        var other = new AdminApi(_other);
        await Eventually.Holds("the other node knows of the erasure", TimeSpan.FromSeconds(60), async () => (await other.GetAsync(LivedUser.Path("acme"))).Status == 404);
        await IsOverAsync(_other, user);
        Assert.Empty(_traces.In((await other.GetAsync("/tenants/acme/users?limit=1000")).Body));
    }

    private async Task NobodyGetsTheNameAsync()
    {
        (await _admin.GetAsync(LivedUser.Path("acme"))).IsProblem(404, "user_unknown");
        (await _admin.PutAsync(LivedUser.Path("acme"), $$"""{ "password": "{{Walks.Password}}" }""")).IsProblem(409, "user_erased");
        (await _admin.DeleteAsync(LivedUser.Path("acme"))).IsProblem(404, "user_unknown");
        Assert.Equal("204 ", (await _admin.PostAsync($"{LivedUser.Path("acme")}/erase")).ToString());
        (await _admin.PostAsync("/tenants/acme/users/never-there/erase")).IsProblem(404, "user_unknown");
    }

    private static string ExternalName()
    {
        Assert.True(Username.TryParse($"{LivedUser.External}@outside.example", out var name));
        return Uri.EscapeDataString(name.Value);
    }
}
