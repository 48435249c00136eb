using Argus.Domain.Clients;
using Argus.Domain.Keys;
using Argus.Specs.Authority.Receipts;

namespace Argus.Specs.Authority.Keys;

/// <summary>The life of <see cref="KeyLife.Policy"/>, in a tenant that wants two thirds of its verifiers to have seen the next key, and waits for 100 s.</summary>
public class A_rotation_that_waits_for_verifiers(Argus.Specs.Jose.Keys keys) : IClassFixture<Argus.Specs.Jose.Keys>
{
    [Fact]
    public async Task goes_on_when_two_of_three_have_seen_the_next_key()
    {
        await using var node = await StartAsync();
        var (first, next) = (node.Acme.Keys.Active!.Kid, node.Acme.Keys.Next!.Kid);
        SpecVerifier[] verifiers = [new(keys.Issuers), new(keys.Issuers), new(keys.Issuers)];
        foreach (var verifier in verifiers)
            await verifier.TellAsync(node, first.Value);

        await node.LiveAsync(70);
        Assert.Equal(first, node.Acme.Keys.Active.Kid);
        Assert.Equal((66, 0, 3), (node.Acme.Keys.Next!.Held!.Needed, node.Acme.Keys.Next.Held.Share, node.Acme.Keys.Next.Held.Verifiers));

        await verifiers[0].TellAsync(node, first.Value, next.Value);
        await node.LiveAsync(10);
        Assert.Equal(first, node.Acme.Keys.Active!.Kid);

        await verifiers[2].TellAsync(node, next.Value);
        await node.LiveAsync(6);
        Assert.Equal(next, node.Acme.Keys.Active!.Kid);
        Assert.DoesNotContain(await node.Log.Events(), each => each.Event is KeyHoldLapsed);
        Assert.InRange((await node.Log.Events()).Count(each => each.Event is KeyActivationHeld), 1, 2);
    }

    [Fact]
    public async Task does_not_wait_where_nobody_hands_in_receipts()
    {
        await using var node = await StartAsync();
        var next = node.Acme.Keys.Next!.Kid;

        await node.LiveAsync(61);

        Assert.Equal(next, node.Acme.Keys.Active!.Kid);
        Assert.DoesNotContain(await node.Log.Events(), each => each.Event is KeyActivationHeld);
    }

    [Fact]
    public async Task waits_no_longer_than_its_patience()
    {
        await using var node = await StartAsync();
        var next = node.Acme.Keys.Next!.Kid;
        await new SpecVerifier(keys.Issuers).TellAsync(node);

        await node.LiveAsync(155);
        Assert.NotEqual(next, node.Acme.Keys.Active!.Kid);
        await node.LiveAsync(8);

        Assert.Equal(next, node.Acme.Keys.Active!.Kid);
        Assert.Single(await node.Log.Events(), each => each.Event is KeyHoldLapsed { Share: 0, Verifiers: 1 });
    }

    [Fact]
    public async Task does_not_wait_for_a_disabled_client()
    {
        await using var node = await StartAsync();
        var next = node.Acme.Keys.Next!.Kid;
        await new SpecVerifier(keys.Issuers).TellAsync(node);
        await node.Aggregates.Clients.ExecuteAsync(node.Acme.Id, "client:api", ClientDecider.Disable, SpecNode.Origin, CancellationToken.None);

        await node.LiveAsync(62);

        Assert.Equal(next, node.Acme.Keys.Active!.Kid);
    }

    [Fact]
    public async Task is_forced_by_an_operator()
    {
        await using var node = await StartAsync();
        var next = node.Acme.Keys.Next!.Kid;
        await new SpecVerifier(keys.Issuers).TellAsync(node);
        await node.LiveAsync(65);
        Assert.NotNull(node.Acme.Keys.Next!.Held);

        Assert.Null(await node.KeyRings.RotateAsync(node.Acme, force: true, SpecNode.Origin).InTime());

        Assert.Equal(next, node.Acme.Keys.Active!.Kid);
    }

    private async Task<SpecNode> StartAsync()
    {
        var node = await SpecNode.StartAsync(KeyLife.Policy.TrimEnd()[..^1] + ""","rotation_verifier_share":66,"rotation_verifier_patience":100}""");
        await SpecVerifier.RegisterAsync(node, keys.Issuers);
        await node.LiveAsync(3);
        Assert.NotNull(node.Acme.Keys.Next);
        return node;
    }
}
