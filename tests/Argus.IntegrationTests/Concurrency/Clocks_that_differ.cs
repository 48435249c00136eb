using Argus.IntegrationTests.Admin;
using Argus.IntegrationTests.Admin.Keys;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Concurrency;

/// <summary>Two nodes on one database, two minutes apart, and a ring that turns every three seconds.</summary>
public class Clocks_that_differ(TestPostgres postgres)
{
    private const int Rounds = 5;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    private readonly Dictionary<TestNode, (HashSet<string> Shown, HashSet<string> Gone)> _seen = [];

    [Fact]
    public async Task activate_no_key_twice_and_bring_none_back()
    {
        var directory = ScratchDirectory.Create("argus-clocks-");
        var settings = new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = $$"""{ "tenants": [ {{Known.Small("one", AdminNode.Small)}}, {{Known.Small("two", AdminNode.Small)}} ] }""",
            Directory = directory,
            PublicUrl = new Uri(AdminNode.Url),
            More = ["--Argus:AppendTimeout", "30"],
        };
        await using (var right = await TestNode.StartAsync(settings))
        await using (var fast = await TestNode.StartAsync(settings with { Clock = new ShiftedClock(TimeSpan.FromMinutes(2)) }))
        {
            var since = TimeProvider.System.GetTimestamp();
            var (rounds, random) = (0, new Specs.Xorshift(7));
            while (rounds < 2 * Rounds)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(since) < Bound, $"{rounds} rounds only");
                foreach (var tenant in new[] { "one", "two" })
                {
                    foreach (var node in new[] { right, fast })
                        await LookAsync(node, tenant, random.Below(2) == 0 ? right : fast);
                }

                rounds = RingRules.Hold(await right.RingAsync("one"), lead: 2, period: 3) + RingRules.Hold(await right.RingAsync("two"), lead: 2, period: 3);
            }

            Assert.True(right.Log.Errors.Length + fast.Log.Errors.Length == 0, right.Log.Errors + fast.Log.Errors);
        }

        Directory.Delete(directory, recursive: true);
    }

    /// <summary>A token of one node verifies by the keys that another shows; and what a node has ceased to show it shows no more.</summary>
    private async Task LookAsync(TestNode shower, string tenant, TestNode issuer)
    {
        var token = await issuer.TokenAsync($"/t/{tenant}", Known.Billing);
        Assert.True(token.Status == 200, token.ToString());
        Reply jwks = null!;
        // Two seconds of announcement may be less than a busy machine keeps a node from its feed.
        await Eventually.Holds("the key is on show", TimeSpan.FromSeconds(10), async () =>
            (jwks = await shower.GetAsync($"/t/{tenant}/.well-known/jwks.json")).Kids().Contains(LogReading.KidOf(token.AccessToken)));
        var key = jwks.Json.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("kid").GetString() == LogReading.KidOf(token.AccessToken));
        Assert.True(new Compact(token.AccessToken).VerifiesWith(key));

        if (!_seen.TryGetValue(shower, out var seen))
            _seen[shower] = seen = ([], []);
        var now = jwks.Kids().Select(kid => $"{tenant} {kid}").ToHashSet();
        seen.Gone.UnionWith(seen.Shown.Where(kid => kid.StartsWith(tenant, StringComparison.Ordinal) && !now.Contains(kid)));
        Assert.Empty(now.Intersect(seen.Gone));
        seen.Shown.UnionWith(now);
    }
}
