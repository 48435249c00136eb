using Argus.Domain.Keys;

namespace Argus.Specs.Authority.Keys;

public class A_key_encryption_key_that_changes
{
    [Fact]
    public async Task while_keys_are_wrapped_anew_leaves_them_to_the_next_round_which_says_by_what()
    {
        await using var node = await SpecNode.StartAsync();
        node.Custody.WrappingKey = "first";
        node.Custody.OnRewrap = () => node.Custody.WrappingKey = "second";

        await node.PrivateHalves.CheckAsync(node.Views, SpecNode.Origin);
        Assert.Empty(await RewrappedAsync(node));

        await node.AdvanceAsync(TimeSpan.FromSeconds(20));
        await node.PrivateHalves.CheckAsync(node.Views, SpecNode.Origin);

        var rewrapped = await RewrappedAsync(node);
        Assert.NotEmpty(rewrapped);
        Assert.All(rewrapped, key => Assert.Equal("second", key.WrappingKey));
    }

    private static async Task<IReadOnlyList<PrivateKeyRewrapped>> RewrappedAsync(SpecNode node) =>
        [.. (await node.Log.Events("acme")).Select(recorded => recorded.Event).OfType<PrivateKeyRewrapped>()];
}
