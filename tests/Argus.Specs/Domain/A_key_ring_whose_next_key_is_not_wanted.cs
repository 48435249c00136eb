using Argus.Domain.Keys;

namespace Argus.Specs.Domain;

using static Rings;

/// <summary>The tenant's policy asks for another size of keys, or the deployment has moved to another custody, since the next key was made.</summary>
public class A_key_ring_whose_next_key_is_not_wanted
{
    private static readonly KeyShape Wanted = new(3072, "file");
    private static readonly NewKey Larger = new(C, "c", 3072, "file");

    [Fact]
    public void lets_it_make_way_for_one_that_is_and_that_takes_over_its_turn()
    {
        var ring = Ring(Announced);
        var turn = ring.Next!.ActivatesAt!.Value;

        var decision = KeyRingDecider.Announce(ring, Larger, Times, At(1_200));

        decision.Gives(new KeyRetired(1_200, B), new KeyGenerated(1_200, 3072, "file", C, "c"), new KeyPublished(turn, 1_200, C));
        var after = ring.Then(decision);
        Assert.Equal((KeyStatus.Retired, null), (after.Find(B)!.Status, after.Find(B)!.ActivatesAt));
        Assert.True(after.Find(B)!.IsSpent);
        KeyRingDecider.Announce(after, Larger, Times, At(1_200)).Gives();
    }

    [Fact]
    public void does_not_let_it_sign_when_a_rotation_is_wanted()
    {
        var ring = Ring(Announced);
        foreach (var force in new[] { false, true })
        {
            var wish = KeyRingDecider.Rotate(ring, force, Times, At(1_200), Wanted);
            wish.Gives(new KeyRotationRequested(1_200, force));
            KeyRingDecider.Rotate(ring.Then(wish), force, Times, At(1_200), Wanted).Gives();

            var after = ring.Then(wish);
            after = after.Then(KeyRingDecider.Announce(after, Larger, Times, At(1_200)));
            Assert.Equal(force ? KeyStatus.Active : KeyStatus.Next, after.Find(C)!.Status);
            Assert.Equal(force ? 1_200 : 1_200 + Times.Lead, after.Find(C)!.ActivatesAt);
            Assert.Null(after.Requested);
        }
    }

    [Fact]
    public void keeps_an_imported_one_whatever_its_size()
    {
        var ring = Ring([.. Begun, Imported(C, 1_150), new KeyPublished(21_000, 1_150, C)]);

        KeyRingDecider.Announce(ring, new NewKey(B, "b", 4096, "hsm"), Times, At(1_200)).Gives();
        KeyRingDecider.Rotate(ring, force: false, Times, At(1_200), new KeyShape(4096, "hsm")).Gives(
            new KeyRotationRequested(1_200, false), new KeyScheduled(1_150 + Times.Lead, 1_200, C));
    }

    [Theory]
    [InlineData(2048, "file", true)]
    [InlineData(2048, "hsm", false)]
    [InlineData(3072, "file", false)]
    public void is_told_by_size_and_custody(int bits, string custody, bool fits) => Assert.Equal(fits, new KeyShape(bits, custody).Fits(Ring(Announced).Find(B)!));
}
