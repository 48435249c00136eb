using Argus.Domain.Keys;

namespace Argus.Specs.Authority.Keys;

/// <summary>From publication to the archive, by nothing but time.</summary>
public class A_key_that_lives_its_life
{
    [Fact]
    public async Task is_shown_signs_is_shown_longer_and_leaves()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        var start = node.Now();
        var first = node.Acme.Keys.Active!.Kid;
        Assert.Equal([first], node.Published());

        await node.LiveAsync(2);
        var second = node.Acme.Keys.Ring.Next!.Kid;
        Assert.Equal([first, second], node.Published());
        Assert.Equal(start + 60, node.Acme.Keys.Ring.Next!.ActivatesAt);

        await node.LiveAsync(57);
        Assert.Equal((59, first), ((int)(node.Now() - start), node.Acme.Keys.Active!.Kid));
        await node.LiveAsync(1);
        Assert.Equal(second, node.Acme.Keys.Active!.Kid);
        var third = node.Acme.Keys.Ring.Next!.Kid;
        Assert.Equal([first, second, third], node.Published());
        Assert.Equal([KeyStatus.Retiring, KeyStatus.Active, KeyStatus.Next], node.Shape());

        await node.LiveAsync(43);
        Assert.Contains(first, node.Published());
        await node.LiveAsync(1);
        Assert.Equal([second, third], node.Published());
        Assert.Equal([KeyStatus.Retired, KeyStatus.Active, KeyStatus.Next], node.Shape());

        var life = (await node.RingEvents()).Where(@event => @event is not (KeyGenerated or KeyPublished)).ToArray();
        Assert.Equal(
            [
                new KeyActivated(start, first), new KeyDeactivated(start + 60, first, start + 104), new KeyActivated(start + 60, second),
                new PrivateKeyDestroyed(start + 60, first), new KeyRetired(start + 104, first),
            ],
            life);
    }

    [Fact]
    public async Task has_no_private_half_any_more_when_the_receipt_for_its_destruction_is_written()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        var first = node.Acme.Keys.Active!.Kid;
        var receipts = 0;
        node.Log.BeforeAppend = append =>
        {
            if (KeyLife.TypeOf(append) == "key.private_key_destroyed")
            {
                receipts++;
                Assert.DoesNotContain(first, node.Kept());
                Assert.Contains(first, node.Custody.Destroyed);
            }

            return Task.CompletedTask;
        };

        await node.LiveAsync(60);

        Assert.Equal(1, receipts);
        Assert.Equal(KeyLife.ToSign(node.Acme.Keys), node.Kept());
    }

    [Fact]
    public async Task is_gone_from_memory_once_it_signs_no_more()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        var first = node.Acme.Keys.Active!.Kid;
        await node.IssueAsync();
        Assert.NotNull(await node.Keys.FindAsync(Domain.Samples.Acme, first));

        await node.LiveAsync(60);

        Assert.Null(await node.Keys.FindAsync(Domain.Samples.Acme, first));
        Assert.Equal(0, node.Keys.Count);
    }

    [Fact]
    public async Task signs_nothing_that_its_own_node_does_not_show_and_whose_tokens_do_not_verify()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        var signers = new HashSet<string>();
        var tokens = new Queue<byte[]>();
        for (var second = 0; second < 130; second++)
        {
            await node.LiveAsync(1);
            var token = await node.IssueAsync();
            var verified = await Introspecting_a_token.Introspect(node, token);
            Assert.Contains(verified!.AccessToken!.Kid, node.Published().Select(kid => kid.Value));
            signers.Add(verified.AccessToken!.Kid);

            // Every token is good for the whole of its life, whatever became of its key.
            tokens.Enqueue(token);
            if (tokens.Count == 20)
                Assert.NotNull(await Introspecting_a_token.Introspect(node, tokens.Dequeue()));
        }

        Assert.Equal(3, signers.Count);
    }

    [Fact]
    public async Task is_shown_longer_where_longer_tokens_were_issued_under_it()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        var (start, first) = (node.Now(), node.Acme.Keys.Active!.Kid);
        await Policy(node, 500);
        await Policy(node, 30);

        await node.LiveAsync(60);
        Assert.Equal(start + 60 + 500 + 3 + 4 + 7, node.Acme.Keys.Ring.Find(first)!.VerifyUntil);

        // The next key never signed such a token.
        var second = node.Acme.Keys.Active!.Kid;
        await node.LiveAsync(60);
        Assert.Equal(start + 120 + 44, node.Acme.Keys.Ring.Find(second)!.VerifyUntil);
    }

    [Fact]
    public async Task takes_over_early_when_that_is_asked_for()
    {
        await using var node = await SpecNode.StartAsync(KeyLife.Policy);
        var start = node.Now();
        await node.LiveAsync(2);

        Assert.Null(await node.KeyRings.RotateAsync(node.Acme, force: false, SpecNode.Origin).InTime());
        Assert.Equal(start + 13, node.Acme.Keys.Ring.Next!.ActivatesAt);
        await node.LiveAsync(10);
        Assert.Equal([KeyStatus.Active, KeyStatus.Next], node.Shape());
        await node.LiveAsync(1);
        Assert.Equal([KeyStatus.Retiring, KeyStatus.Active, KeyStatus.Next], node.Shape());
    }

    private static Task Policy(SpecNode node, int lifetime) =>
        node.ApplyAsync($$$"""{"tenants":[{"tenant":"acme","policy":{"user_token_lifetime":{{{lifetime}}}}}]}""");
}
