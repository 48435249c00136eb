using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Admin.Keys;

public sealed class Keys_on_two_nodes(TestPostgres postgres) : IAsyncLifetime
{
    /// <summary>In which one node hears of what another did.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(60);

    private readonly string _directory = ScratchDirectory.Create("argus-keys-");
    private TestNode _first = null!;
    private TestNode _second = null!;
    private AdminApi _admin = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = $$"""{ "tenants": [ {{Known.Small("leaked")}}, {{Known.Small("turning", AdminNode.Quick)}} ] }""",
            Directory = _directory,
            PublicUrl = new Uri(AdminNode.Url),
            More = [.. Known.AdminSettings, "--Argus:AppendTimeout", "30"],
        };
        _first = await TestNode.StartAsync(settings);
        _second = await TestNode.StartAsync(settings);
        _admin = new AdminApi(_first);
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task are_shown_in_the_same_bytes_after_every_change()
    {
        var tags = new HashSet<string>();
        for (var round = 0; round < 3; round++)
        {
            var before = await _admin.KidAsync("turning", "active");
            Assert.Equal(202, (await (round % 2 == 0 ? _admin : new AdminApi(_second)).PostAsync("/tenants/turning/keys/rotate")).Status);
            await Eventually.Holds("both have rotated", TimeSpan.FromSeconds(60), async () =>
                LogReading.KidOf((await _first.TokenAsync("/t/turning", Known.Billing)).AccessToken) != before
                && LogReading.KidOf((await _second.TokenAsync("/t/turning", Known.Billing)).AccessToken) != before);

            // The successor was on show before; what is new is the key behind it, which is made at leisure.
            await Eventually.Holds("the next key is on show", TimeSpan.FromSeconds(60), async () =>
                !tags.Contains((await _first.GetAsync("/t/turning/.well-known/jwks.json")).Header("ETag")!));
            var (first, second) = await SettledAsync("/t/turning/.well-known/jwks.json");
            Assert.Equal(first.Body, second.Body);
            Assert.Equal(first.Header("ETag"), second.Header("ETag"));
            Assert.True(tags.Add(first.Header("ETag")!));
        }
    }

    [Fact]
    public async Task are_revoked_on_both_with_exactly_the_tokens_since_the_leak()
    {
        const string tenant = "/t/leaked";
        var revoked = await _admin.KidAsync("leaked", "active");
        var early = new[] { await IssueAsync(_first), await IssueAsync(_second) };
        var leak = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1;
        await Eventually.Holds("it is the next second", TimeSpan.FromSeconds(60), () => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() >= leak);
        var late = new[] { await IssueAsync(_first), await IssueAsync(_second) };

        var body = JsonSerializer.Serialize(new { reason = "a leak", compromised_since = DateTimeOffset.FromUnixTimeSeconds(leak).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) });
        var report = await _admin.PostAsync($"/tenants/leaked/keys/{revoked}/revoke", body);

        Assert.True(report.Status == 200, report.ToString());
        Assert.Equal(late.Select(token => new Compact(token).Jti).Order(), report.Json.GetProperty("tokens").EnumerateArray().Select(jti => jti.GetString()).Order());
        Assert.DoesNotContain(revoked, (await _first.GetAsync($"{tenant}/.well-known/jwks.json")).Kids());
        foreach (var token in late)
            (await _first.IntrospectAsync(tenant, Known.OrdersApi, token)).IsInactive();
        await Eventually.Holds("the other node knows it", AtOnce, async () => !(await _second.GetAsync($"{tenant}/.well-known/jwks.json")).Kids().Contains(revoked));
        foreach (var token in late)
            (await _second.IntrospectAsync(tenant, Known.OrdersApi, token)).IsInactive();

        foreach (var node in new[] { _first, _second })
        {
            foreach (var token in early)
                (await node.IntrospectAsync(tenant, Known.OrdersApi, token)).IsActive();
            // A leak is not left open for a key that a busy machine takes long to make.
            await Eventually.Holds("it signs again", AtOnce, async () => (await node.TokenAsync("/t/leaked", Known.Billing)).Status == 200);
            Assert.Equal(report.Member("active_kid") ?? await _admin.KidAsync("leaked", "active"), LogReading.KidOf(await IssueAsync(node)));
        }
    }

    private static async Task<string> IssueAsync(TestNode node)
    {
        var reply = await node.TokenAsync("/t/leaked", Known.Billing);
        Assert.True(reply.Status == 200, reply.ToString());
        return reply.AccessToken;
    }

    /// <summary>The two answers, when nothing is on its way between the nodes.</summary>
    private async Task<(Reply First, Reply Second)> SettledAsync(string path)
    {
        var (first, second) = (await _first.GetAsync(path), await _second.GetAsync(path));
        await Eventually.Holds("both show the same", AtOnce, async () =>
        {
            (first, second) = (await _first.GetAsync(path), await _second.GetAsync(path));
            return first.Text == second.Text;
        });
        return (first, second);
    }
}
