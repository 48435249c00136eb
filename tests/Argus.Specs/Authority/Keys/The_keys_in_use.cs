using Argus.Authority.Keys;
using Argus.Domain.Kernel;

namespace Argus.Specs.Authority.Keys;

/// <summary>Opened once, kept while they are used, and let go when there are too many or when they sign no more.</summary>
public class The_keys_in_use
{
    private static readonly TenantId Acme = Domain.Samples.Acme;

    private readonly ManualClock _clock = new();
    private readonly SpecCustody _custody = new();

    [Fact]
    public async Task are_opened_once()
    {
        var keys = await KeysAsync(bound: 8, stored: 1);

        Assert.Same(await keys.FindAsync(Acme, Kid(0)), await keys.FindAsync(Acme, Kid(0)));
    }

    [Fact]
    public async Task are_no_more_than_the_bound_and_those_used_last_stay()
    {
        var keys = await KeysAsync(bound: 8, stored: 40);
        var used = new List<LoadedKey>();
        for (var i = 0; i < 8; i++)
            used.Add(await UseAsync(keys, i));
        await UseAsync(keys, 0);
        await UseAsync(keys, 1);

        await UseAsync(keys, 8);

        // The longest unused quarter is gone: 2 and 3.
        foreach (var i in new[] { 0, 1, 4, 5, 6, 7 })
            Assert.Same(used[i], await keys.FindAsync(Acme, Kid(i)));
        Assert.Equal(7, keys.Count);
        Assert.NotSame(used[2], await keys.FindAsync(Acme, Kid(2)));
        Assert.NotSame(used[3], await keys.FindAsync(Acme, Kid(3)));

        for (var i = 0; i < 40; i++)
        {
            await UseAsync(keys, i);
            Assert.InRange(keys.Count, 1, 9);
        }
    }

    [Fact]
    public async Task are_let_go_when_they_sign_no_more()
    {
        var keys = await KeysAsync(bound: 8, stored: 4);
        for (var i = 0; i < 4; i++)
            await UseAsync(keys, i);
        await _custody.DeleteAsync(Acme, Kid(1), CancellationToken.None);
        Assert.NotNull(await keys.FindAsync(Acme, Kid(1)));

        keys.Keep((tenant, kid) => tenant == Acme && kid != Kid(1));

        Assert.Null(await keys.FindAsync(Acme, Kid(1)));
        Assert.Equal(3, keys.Count);
    }

    [Fact]
    public async Task are_looked_for_again_when_they_were_not_there()
    {
        var keys = await KeysAsync(bound: 8, stored: 0);
        Assert.Null(await keys.FindAsync(Acme, Kid(0)));

        await StoreAsync(0);

        Assert.NotNull(await keys.FindAsync(Acme, Kid(0)));
    }

    private async Task<SigningKeys> KeysAsync(int bound, int stored)
    {
        for (var i = 0; i < stored; i++)
            await StoreAsync(i);
        return new SigningKeys(new KeyCustodies(_custody), _custody, _clock) { MostKeys = bound };
    }

    /// <summary>All are the same key behind their names.</summary>
    private async Task StoreAsync(int key) => Assert.True(await _custody.PutAsync(Acme, Kid(key), "spec", BitConverter.GetBytes(0), CancellationToken.None));

    private async Task<LoadedKey> UseAsync(SigningKeys keys, int key)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return (await keys.FindAsync(Acme, Kid(key)))!;
    }

    private static Kid Kid(int key) => TextId.Parse<Kid>(new string('k', 41) + $"{key:00}");
}
