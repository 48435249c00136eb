using Argus.Authority.Keys;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Specs.Authority.Keys;

/// <summary>Another node may have rotated: what this one signs must be under a key that its tokens outlive.</summary>
public class Signing_by_a_view_that_is_behind
{
    [Theory]
    [InlineData(300, 60, 30, true)]
    [InlineData(300, 60, 31, false)]
    [InlineData(5, 2, 7, true)]
    [InlineData(5, 2, 8, false)]
    [InlineData(1, 0, 3, true)]
    [InlineData(1, 0, 4, false)]
    [InlineData(28, 1, 29, true)]
    [InlineData(28, 1, 30, false)]
    [InlineData(28, 2, 30, true)]
    [InlineData(28, 3, 31, false)]
    public async Task is_refused_once_the_key_may_have_left(int maxAge, int skew, int seconds, bool signs)
    {
        await using var node = await SpecNode.StartAsync($$"""{"jwks_max_age":{{maxAge}},"clock_skew":{{skew}}}""");
        await node.LoseTheFeedAsync();
        node.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var fault = await Record.ExceptionAsync(() => node.IssueAsync());

        Assert.Equal(signs ? null : typeof(LogUnavailableException), fault?.GetType());
    }

    [Fact]
    public async Task waits_for_the_word_of_a_handover_when_the_private_half_is_gone()
    {
        await using var node = await SpecNode.StartAsync();
        var signer = new TenantSigner(node.Keys, node.Views);
        var handover = await HandOverElsewhereAsync(node);

        var signing = signer.ActiveKeyAsync(node.Acme).AsTask();
        Assert.False(signing.IsCompleted);
        await node.PutOnRingAsync(handover);

        Assert.Equal(((KeyGenerated)handover[0]).Kid, (await signing.InTime()).Kid);
        Assert.Equal(node.Acme.Keys.Active!.Kid, ((KeyGenerated)handover[0]).Kid);
    }

    [Fact]
    public async Task gives_up_when_the_log_has_no_word_of_a_handover()
    {
        await using var node = await SpecNode.StartAsync();
        node.Custody.Lose();

        var signing = new TenantSigner(node.Keys, node.Views).ActiveKeyAsync(node.Acme).AsTask();
        for (var pages = 0; !signing.IsCompleted && pages < 1_000; pages++)
            await node.RefreshAsync();

        await Assert.ThrowsAsync<KeyUnavailableException>(() => signing.InTime());
    }

    [Fact]
    public async Task gives_up_when_the_log_is_silent()
    {
        await using var node = await SpecNode.StartAsync();
        node.Custody.Lose();
        await node.LoseTheFeedAsync();

        var signing = new TenantSigner(node.Keys, node.Views).ActiveKeyAsync(node.Acme).AsTask();
        node.Clock.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<LogUnavailableException>(() => signing.InTime());
    }

    [Fact]
    public async Task gives_out_no_key_of_a_ring_whose_only_one_is_revoked()
    {
        await using var node = await SpecNode.StartAsync();
        await node.PutOnRingAsync(new KeyRevoked(node.Now(), null, node.Acme.Keys.Active!.Kid, "stolen"));
        await node.RefreshAsync();

        await Assert.ThrowsAsync<KeyUnavailableException>(() => new TenantSigner(node.Keys, node.Views).ActiveKeyAsync(node.Acme).AsTask());
    }

    /// <summary>Another node's key is in the store and the old one's private half is not; the log's word of it is still to come.</summary>
    private static async Task<IDomainEvent[]> HandOverElsewhereAsync(SpecNode node)
    {
        var (old, now, acme) = (node.Acme.Keys.Active!.Kid, node.Now(), Domain.Samples.Acme);
        var made = await node.Custody.CreateAsync(acme, 2048, CancellationToken.None);
        var kid = TextId.Parse<Kid>(made.PublicKey.Kid);
        await node.Custody.PutAsync(acme, kid, "spec", made.Handle, CancellationToken.None);
        await node.Custody.DeleteAsync(acme, old, CancellationToken.None);
        return
        [
            new KeyGenerated(now, 2048, "spec", kid, made.PublicKey.N), new KeyPublished(now, now, kid), new KeyDeactivated(now, old, now + 1_000), new KeyActivated(now, kid),
        ];
    }
}
