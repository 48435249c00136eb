using Argus.Authority.Keys;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;

namespace Argus.Specs.Authority.Keys;

/// <summary>What the log says of former times: which keys were shown when, and what a key has signed that is still good.</summary>
public class The_archive_of_keys
{
    [Fact]
    public async Task shows_the_document_of_every_moment()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        var archive = new KeyArchive(node.Log, node.Clock);
        var start = node.Clock.GetUtcNow();
        var documents = new List<byte[]> { node.Acme.Keys.Jwks };
        for (var second = 1; second <= 130; second++)
        {
            await node.LiveAsync(1);
            documents.Add(node.Acme.Keys.Jwks);
        }

        for (var second = 0; second < documents.Count; second++)
            Assert.Equal(documents[second], await archive.JwksAtAsync(Domain.Samples.Acme, start.AddSeconds(second)));

        // It is the commit that counts, to the microsecond.
        Assert.Empty(await archive.JwksAtAsync(Domain.Samples.Acme, start.AddMicroseconds(-1)));
        Assert.Equal(documents[59], await archive.JwksAtAsync(Domain.Samples.Acme, start.AddSeconds(60).AddMicroseconds(-1)));
        Assert.NotEqual(documents[59], documents[60]);
        Assert.Equal(documents[130], await archive.JwksAtAsync(Domain.Samples.Acme, start.AddYears(10)));
        Assert.Equal(documents[130], await archive.JwksAtAsync(Domain.Samples.Acme, null));
        Assert.Empty(await archive.JwksAtAsync(TextId.Parse<TenantId>("nobody"), start.AddYears(10)));
    }

    [Fact]
    public async Task shows_no_revoked_key()
    {
        await using var node = await SpecNode.StartAsync();
        var archive = new KeyArchive(node.Log, node.Clock);
        var (kid, start) = (node.Acme.Keys.Active!.Kid, node.Clock.GetUtcNow());
        await node.AdvanceAsync(TimeSpan.FromSeconds(10));
        await node.PutOnRingAsync(new KeyRevoked(node.Now(), node.Now() - 5, kid, "stolen"));

        Assert.Equal([kid], KeyLife.Kids(await archive.JwksAtAsync(Domain.Samples.Acme, start.AddSeconds(9))));
        Assert.Empty(await archive.JwksAtAsync(Domain.Samples.Acme, start.AddSeconds(10)));
    }

    [Fact]
    public async Task has_a_keys_events_in_order()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        await node.LiveAsync(120);

        var read = await new KeyArchive(node.Log, node.Clock).ReadAsync(Domain.Samples.Acme);

        Assert.Equal(await node.RingEvents(), read.Select(recorded => (IKeyRingEvent)recorded.Event));
    }

    [Fact]
    public async Task names_exactly_the_live_tokens_of_a_key_from_a_moment_on()
    {
        await using var node = await SpecNode.StartAsync();
        var start = node.Now();
        var first = node.Acme.Keys.Active!.Kid;
        var issued = new List<Jti>();
        for (var i = 0; i < 4; i++)
        {
            // At 0, 10, 20 and 30 seconds; a token lives for 300.
            issued.Add(await IssueAsync(node));
            await node.AdvanceAsync(TimeSpan.FromSeconds(10));
        }

        await node.PutOnRingAsync(new KeyRevoked(node.Now(), start + 20, first, "stolen"));
        await node.LiveAsync(3);
        var other = await IssueAsync(node);

        Assert.Equal(issued, await TokensAsync(node, first, null));
        Assert.Equal(issued, await TokensAsync(node, first, start - 1_000_000));
        Assert.Equal(issued, await TokensAsync(node, first, start));
        Assert.Equal(issued[1..], await TokensAsync(node, first, start + 1));
        Assert.Equal(issued[1..], await TokensAsync(node, first, start + 10));
        Assert.Equal(issued[2..], await TokensAsync(node, first, start + 11));
        Assert.Equal([issued[3]], await TokensAsync(node, first, start + 30));
        Assert.Empty(await TokensAsync(node, first, start + 31));
        Assert.Equal([other], await TokensAsync(node, node.Acme.Keys.Active!.Kid, null));
        Assert.Empty(await TokensAsync(node, Domain.Samples.Kid, null));

        // What has expired needs no killing: the second token does at 310.
        await node.AdvanceAsync(TimeSpan.FromSeconds(start + 309 - node.Now()));
        Assert.Equal(issued[1..], await TokensAsync(node, first, null));
        await node.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(issued[2..], await TokensAsync(node, first, null));
    }

    [Fact]
    public async Task finds_a_token_of_the_longest_life_to_its_last_second()
    {
        await using var node = await SpecNode.StartAsync("""{"service_token_lifetime":3600}""");
        var kid = node.Acme.Keys.Active!.Kid;
        var token = await IssueAsync(node);

        await node.AdvanceAsync(TimeSpan.FromSeconds(3_599));
        Assert.Equal([token], await TokensAsync(node, kid, null));
        await node.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(await TokensAsync(node, kid, null));
    }

    private static async Task<Jti> IssueAsync(SpecNode node)
    {
        await node.IssueAsync();
        return ((TokenIssued)(await node.Log.Events()).Last(recorded => recorded.Event is TokenIssued).Event).Jti;
    }

    private static async Task<List<Jti>> TokensAsync(SpecNode node, Kid kid, long? since)
    {
        var tokens = new List<Jti>();
        await foreach (var token in new KeyArchive(node.Log, node.Clock).TokensOfAsync(Domain.Samples.Acme, kid, since, CancellationToken.None))
            tokens.Add(token.Jti);
        return tokens;
    }
}
