using System.Globalization;
using Argus.Domain.Keys;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Keys;

[Collection(AdminNodeCollection.Name)]
public class The_archive_of_keys(AdminNode admin)
{
    private readonly TestNode _node = admin.Node;

    [Fact]
    public async Task shows_the_JWKS_as_it_was_at_any_time()
    {
        Assert.Equal(202, (await admin.Admin.PostAsync("/tenants/archived/keys/rotate")).Status);
        await Eventually.Holds("it has rotated", TimeSpan.FromSeconds(60), async () => (await admin.Admin.KeysAsync("archived")).Any(key => key.State() == "retiring"));
        var retiring = await admin.Admin.KidAsync("archived", "retiring");
        Assert.Equal(200, (await admin.Admin.PostAsync($"/tenants/archived/keys/{retiring}/revoke", """{"reason":"a test"}""")).Status);

        var ring = await _node.RingAsync("archived");
        var shown = new List<string>();
        (await AtAsync(ring[0].Time.AddMicroseconds(-1))).IsProblem(404, "no_keys");
        foreach (var step in ring.GroupBy(recorded => recorded.Time))
        {
            Assert.Equal(shown, await KidsAsync(step.Key.AddMicroseconds(-1)));
            foreach (var recorded in step)
            {
                if (recorded.Event is KeyPublished published)
                    shown.Add(published.Kid.Value);
                if (recorded.Event is KeyRevoked revoked)
                    shown.Remove(revoked.Kid.Value);
            }

            Assert.Equal(shown, await KidsAsync(step.Key));
        }

        Assert.DoesNotContain(retiring, shown);
    }

    [Fact]
    public async Task shows_for_now_the_bytes_that_verifiers_get()
    {
        var (now, live) = (await admin.Admin.GetAsync("/tenants/listed/jwks"), await _node.GetAsync("/t/listed/.well-known/jwks.json"));

        Assert.Equal("application/json", now.Header("Content-Type"));
        Assert.Equal(live.Body, now.Body);
    }

    [Fact]
    public async Task takes_times_with_any_offset()
    {
        var moment = TimeProvider.System.GetUtcNow().AddSeconds(1);
        var east = moment.ToOffset(TimeSpan.FromHours(5)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

        var reply = await admin.Admin.GetAsync($"/tenants/listed/jwks?at={Uri.EscapeDataString(east)}");

        Assert.Equal((await AtAsync(moment, "listed")).Text, reply.Text);
        (await admin.Admin.GetAsync("/tenants/listed/jwks?at=2020-01-01T00:00:00Z")).IsProblem(404, "no_keys");
    }

    private async Task<IReadOnlyList<string>> KidsAsync(DateTimeOffset moment) => await AtAsync(moment) is { Status: 200 } reply ? reply.Kids() : [];

    private Task<Reply> AtAsync(DateTimeOffset moment, string tenant = "archived") => admin.Admin.GetAsync(
        $"/tenants/{tenant}/jwks?at={moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)}");
}
