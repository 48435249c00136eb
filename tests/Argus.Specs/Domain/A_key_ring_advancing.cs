using Argus.Domain.Keys;

namespace Argus.Specs.Domain;

using static Rings;

/// <summary>What time alone brings about, and when it is due.</summary>
public class A_key_ring_advancing
{
    [Fact]
    public void waits_until_the_next_keys_turn()
    {
        Ring(Announced).Advance(10_999).Gives();
        Assert.Equal(11_000, KeyRingDecider.DueAt(Ring(Announced), Times));
    }

    [Theory]
    [InlineData(11_000)]
    [InlineData(11_001)]
    [InlineData(90_000)]
    public void hands_over_when_it_has_come_and_shows_the_old_key_until_its_last_token_is_gone(long now) =>
        Ring(Announced).Advance(now).Gives(new KeyDeactivated(now, A, now + 2_000), new KeyActivated(now, B));

    [Fact]
    public void shows_a_key_until_its_time_is_over()
    {
        var ring = Ring([.. Rotated, new PrivateKeyDestroyed(11_000, A)]);

        ring.Advance(12_999).Gives();
        ring.Advance(13_000).Gives(new KeyRetired(13_000, A));
        Assert.Equal(13_000, KeyRingDecider.DueAt(ring, Times));
    }

    [Fact]
    public void retires_and_hands_over_in_one_decision() =>
        Ring([.. Rotated, new PrivateKeyDestroyed(11_000, A), Generated(C, 11_100), new KeyPublished(21_000, 11_100, C)]).Advance(21_000).Gives(
            new KeyRetired(21_000, A), new KeyDeactivated(21_000, B, 23_000), new KeyActivated(21_000, C));

    [Fact]
    public void does_not_let_two_keys_have_their_turn_at_once()
    {
        var ring = Ring([.. Announced, Imported(C, 1_150), new KeyPublished(11_050, 1_150, C)]);

        ring.Advance(20_000).Gives(new KeyDeactivated(20_000, A, 22_000), new KeyActivated(20_000, B), new KeyScheduled(30_000, 20_000, C));
    }

    [Fact]
    public void promotes_the_next_key_early_where_none_signs()
    {
        var ring = Ring([.. Announced, new KeyRevoked(1_200, null, A, "stolen")]);

        Assert.Equal(0, KeyRingDecider.DueAt(ring, Times));
        ring.Advance(1_300).Gives(new KeyActivated(1_300, B));
    }

    [Theory]
    [InlineData(11_000)]
    [InlineData(90_000)]
    [InlineData(500)]
    public void decides_the_same_once(long now)
    {
        foreach (var ring in new[] { Ring(), Ring(Begun), Ring(Announced), Ring(Rotated), Ring(Settled), Ring([.. Announced, Imported(C, 1_150), new KeyPublished(11_000, 1_150, C)]) })
            ring.Then(ring.Advance(now)).Advance(now).Gives();
    }

    [Fact]
    public void does_nothing_before_its_own_time_but_at_it_never_runs_back()
    {
        Ring(Announced).Advance(10).Gives();

        // The ring has seen 12,000 already: what is decided at 11,500 has happened then.
        var ring = Ring([.. Announced, new KeyRotationRequested(12_000, false)]);
        ring.Advance(11_500).Gives(new KeyDeactivated(12_000, A, 14_000), new KeyActivated(12_000, B));
    }

    [Fact]
    public void has_nothing_due_where_time_alone_brings_nothing_about()
    {
        Assert.Equal(long.MaxValue, KeyRingDecider.DueAt(Ring(), Times));
        Assert.Equal(long.MaxValue, KeyRingDecider.DueAt(Ring(Begun), Times));
        Assert.Equal(long.MaxValue, KeyRingDecider.DueAt(Ring(Settled), Times));
        Assert.Equal(11_000, KeyRingDecider.DueAt(Ring([.. Announced, Imported(C, 1_150), new KeyPublished(21_000, 1_150, C)]), Times));
    }

    [Fact]
    public void has_the_destruction_of_a_spent_private_half_due_at_once()
    {
        Assert.Equal(0, KeyRingDecider.DueAt(Ring(Rotated), Times));
        Assert.Equal(0, KeyRingDecider.DueAt(Ring([.. Rotated, new KeyRetired(13_000, A)]), Times));
        Assert.Equal(0, KeyRingDecider.DueAt(Ring([.. Announced, new KeyRevoked(1_200, null, B, "stolen")]), Times));
    }

    [Fact]
    public void brings_the_next_turn_forward_when_the_period_has_become_shorter()
    {
        var shorter = Times with { Period = 3_000 };
        var ring = Ring(Announced);

        Assert.Equal(0, KeyRingDecider.DueAt(ring, shorter));
        var decision = KeyRingDecider.Advance(ring, shorter, At(2_000));
        decision.Gives(new KeyScheduled(4_000, 2_000, B));
        KeyRingDecider.Advance(ring.Then(decision), shorter, At(2_000)).Gives();
        Assert.Equal(4_000, KeyRingDecider.DueAt(ring.Then(decision), shorter));

        // Never before verifiers can know it; and at once, where the shorter period is over.
        KeyRingDecider.Advance(ring, Times with { Period = 1 }, At(1_200)).Gives(new KeyScheduled(1_600, 1_200, B));
        KeyRingDecider.Advance(ring, shorter, At(4_000)).Gives(new KeyDeactivated(4_000, A, 6_000), new KeyActivated(4_000, B));
    }

    [Fact]
    public void leaves_an_announced_turn_alone_when_the_period_has_become_longer()
    {
        var longer = Times with { Period = 50_000 };

        Assert.Equal(11_000, KeyRingDecider.DueAt(Ring(Announced), longer));
        KeyRingDecider.Advance(Ring(Announced), longer, At(2_000)).Gives();
    }

    [Fact]
    public void moves_a_turn_back_that_comes_before_verifiers_can_know_the_key_by_the_policy_of_now()
    {
        var longer = Times with { Lead = 40_000, Period = 50_000 };
        var ring = Ring(Announced);

        Assert.Equal(0, KeyRingDecider.DueAt(ring, longer));
        var decision = KeyRingDecider.Advance(ring, longer, At(2_000));
        decision.Gives(new KeyScheduled(41_100, 2_000, B));
        KeyRingDecider.Advance(ring.Then(decision), longer, At(2_000)).Gives();
    }
}
