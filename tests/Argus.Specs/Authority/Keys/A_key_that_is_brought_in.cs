using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Specs.Authority.Keys;

/// <summary>Made elsewhere, and taken over unless some tenant has it, or had it. What is refused leaves no private half behind, and a record.</summary>
public sealed class A_key_that_is_brought_in : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task has_the_next_turn_and_signs_then()
    {
        await using var node = await StartAsync();

        var (kid, refusal) = await ImportAsync(node, "acme");

        Assert.Null(refusal);
        Assert.Equal(kid, node.Acme.Keys.Ring.Next!.Kid);
        Assert.Contains(kid, node.Published());
        Assert.Null(await node.KeyRings.RotateAsync(node.Acme, force: true, SpecNode.Origin).InTime());
        Assert.Equal(kid.Value, (await Introspecting_a_token.Introspect(node, await node.IssueAsync()))?.AccessToken?.Kid);
    }

    [Fact]
    public async Task is_refused_when_the_ring_has_it()
    {
        await using var node = await StartAsync();
        await ImportAsync(node, "acme");

        await RefusesAsync(node, "acme", "key_known");
        Assert.Equal(3, node.Kept().Length);
    }

    [Fact]
    public async Task is_refused_when_the_ring_had_it_once()
    {
        await using var node = await StartAsync();
        var (kid, _) = await ImportAsync(node, "acme");
        await node.PutOnRingAsync(new KeyRevoked(node.Now(), null, kid, "stolen"));
        await node.RefreshAsync();
        await node.RoundsAsync();
        Assert.DoesNotContain(kid, node.Kept());

        await RefusesAsync(node, "acme", "key_known");
        Assert.DoesNotContain(kid, node.Kept());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task is_refused_when_another_tenant_has_it_or_had_it_once(bool isGone)
    {
        await using var node = await StartAsync();
        var (kid, _) = await ImportAsync(node, "acme");
        if (isGone)
        {
            await node.PutOnRingAsync(new KeyRevoked(node.Now(), null, kid, "stolen"));
            await node.RefreshAsync();
            await node.RoundsAsync();
        }

        await RefusesAsync(node, "other", "key_shared");
        Assert.Null(node.Directory.Find("other")!.Keys.Ring.Find(kid));
    }

    [Fact]
    public async Task is_refused_when_another_tenant_is_just_taking_it()
    {
        await using var node = await StartAsync();
        await using var rival = await node.StartBesideAsync();
        var isFirst = true;
        node.Custody.OnStep = step =>
        {
            // Between this node's look at the rings and its own step, the other's is done.
            if (step == "before put" && isFirst)
            {
                isFirst = false;
                rival.KeyRings.ImportAsync(rival.Acme, _key, SpecNode.Origin).InTime().GetAwaiter().GetResult();
            }
        };

        await RefusesAsync(node, "other", "key_shared");
        await node.RefreshAsync();
        Assert.Contains(Kid(), node.Kept());
        Assert.NotNull(node.Acme.Keys.Ring.Find(Kid()));
    }

    [Fact]
    public async Task leaves_nothing_behind_when_the_ring_takes_another_decision()
    {
        await using var node = await StartAsync();
        await ImportAsync(node, "acme");
        await node.PutOnRingAsync(new KeyRevoked(node.Now(), null, Kid(), "stolen"), new PrivateKeyDestroyed(node.Now(), Kid()));
        await node.Custody.DeleteAsync(Domain.Samples.Acme, Kid(), CancellationToken.None);
        await node.RefreshAsync();
        var intake = new KeyIntake(node.Aggregates, new KeyCustodies(node.Custody), node.Custody);

        var outcome = await intake.ImportAsync(
            Domain.Samples.Acme, _key, (ring, key, _) => KeyRingDecider.Import(ring, key, node.Acme.KeyTimes, node.Clock.GetUtcNow()), SpecNode.Origin);

        Assert.Equal("key_known", outcome.Refusal?.Code);
        Assert.DoesNotContain(Kid(), node.Kept());
        Assert.Contains(Kid(), node.Custody.Destroyed);
    }

    [Fact]
    public async Task is_not_looked_at_by_a_view_that_is_old()
    {
        await using var node = await StartAsync();
        await node.LoseTheFeedAsync();
        node.Clock.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<LogUnavailableException>(() => ImportAsync(node, "acme"));
        Assert.Equal(2, node.Custody.Kept.Count);
    }

    [Fact]
    public async Task cannot_be_where_private_halves_are_only_made_inside()
    {
        await using var node = await StartAsync();
        node.Custody.TakesImports = false;

        await Assert.ThrowsAsync<ImportNotPossibleException>(() => ImportAsync(node, "acme"));
    }

    private static async Task<SpecNode> StartAsync()
    {
        var node = await SpecNode.StartAsync();
        await node.ApplyAsync("""{"tenants":[{"tenant":"other"}]}""");
        node.Custody.TakesImports = true;
        return node;
    }

    private Task<(Kid Kid, Refusal? Refusal)> ImportAsync(SpecNode node, string tenant) =>
        node.KeyRings.ImportAsync(node.Directory.Find(tenant)!, _key, SpecNode.Origin).InTime();

    private async Task RefusesAsync(SpecNode node, string tenant, string code)
    {
        Assert.Equal((Kid(), code), await ImportAsync(node, tenant) is var (kid, refusal) ? (kid, refusal?.Code) : default);
        Assert.Equal(new KeyImportRefused(node.Now(), code, Kid()), (await node.Log.Events(tenant))[^1].Event);
    }

    private Kid Kid() => TextId.Parse<Kid>(Argus.Jose.RsaPublicJwk.FromRsa(_key).Kid);
}
