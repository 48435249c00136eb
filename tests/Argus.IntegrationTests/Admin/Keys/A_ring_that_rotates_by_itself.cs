using Argus.Domain.Keys;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Keys;

/// <summary>Seen from outside by a verifier that fetches the JWKS all the time, with conditional requests.</summary>
[Collection(AdminNodeCollection.Name)]
public class A_ring_that_rotates_by_itself(AdminNode admin)
{
    private const string Jwks = "/t/small/.well-known/jwks.json";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(1.9);

    private readonly TestNode _node = admin.Node;

    [Fact]
    public async Task shows_every_key_before_it_signs_and_changes_its_entity_tag_with_every_change()
    {
        var signed = new List<string>();
        var (tag, kids) = ("", (IReadOnlyList<string>)[]);
        var tags = new Dictionary<string, string>();
        var since = TimeProvider.System.GetTimestamp();
        while (signed.Count < 4)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Bound, "the ring does not rotate");
            var looked = TimeProvider.System.GetTimestamp();
            var jwks = await _node.GetAsync(Jwks, ("If-None-Match", tag.Length == 0 ? "\"none\"" : tag));
            if (jwks.Status == 200)
            {
                Assert.NotEqual(tag, jwks.Header("ETag"));
                (tag, kids) = (jwks.Header("ETag")!, jwks.Kids());
                var text = string.Join(' ', kids);
                Assert.Equal(text, tags.GetValueOrDefault(tag, text));
                tags[tag] = text;
            }
            else
            {
                Assert.Equal(304, jwks.Status);
                Assert.Empty(jwks.Body);
                Assert.Equal(tag, jwks.Header("ETag"));
            }

            var reply = await _node.TokenAsync("/t/small", Known.Billing);
            Assert.True(reply.Status == 200, reply.ToString());
            var kid = LogReading.KidOf(reply.AccessToken);
            // A key is on show for two seconds before it signs. Whom the machine kept waiting that long has looked too early.
            if (TimeProvider.System.GetElapsedTime(looked) < Shown)
                Assert.Contains(kid, kids);
            if (!signed.Contains(kid))
                signed.Add(kid);
            Assert.Equal(signed[^1], kid);
        }

        Assert.Equal(tags.Count, tags.Values.Distinct().Count());
        RingRules.Hold(await _node.RingAsync("small"), lead: 2, period: 3);
    }

    [Fact]
    public async Task keeps_to_the_record_who_rotates()
    {
        var ring = await _node.RingAsync("small");

        Assert.All(ring.Skip(3), recorded => Assert.Equal("node:key-rotation", recorded.Actor));
        Assert.All(ring.Where(recorded => recorded.Event is KeyGenerated), recorded => Assert.NotEmpty(recorded.CorrelationId));
    }
}
