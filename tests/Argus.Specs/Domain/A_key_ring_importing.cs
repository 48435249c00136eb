using Argus.Domain.Keys;

namespace Argus.Specs.Domain;

using static Rings;

/// <summary>A key that was made elsewhere has the next turn.</summary>
public class A_key_ring_importing
{
    [Fact]
    public void lets_it_sign_at_once_where_no_key_does()
    {
        Ring().Import(A, 1_000).Gives(Imported(A, 1_000), new KeyPublished(1_000, 1_000, A), new KeyActivated(1_000, A));
        Ring([.. Begun, new KeyRevoked(1_050, null, A, "stolen")]).Import(B, 1_100).Gives(
            Imported(B, 1_100), new KeyPublished(1_100, 1_100, B), new KeyActivated(1_100, B));
    }

    [Theory]
    [InlineData(1_100, 11_000)]
    [InlineData(10_501, 11_001)]
    public void gives_it_the_turn_behind_the_active_key(long now, long turn) =>
        Ring(Begun).Import(B, now).Gives(Imported(B, now), new KeyPublished(turn, now, B));

    [Fact]
    public void takes_the_turn_from_the_key_that_had_it_and_lets_that_one_wait_a_period_longer() =>
        Ring(Announced).Import(C, 1_200).Gives(Imported(C, 1_200), new KeyPublished(11_000, 1_200, C), new KeyScheduled(21_000, 1_200, B));

    [Fact]
    public void lets_no_key_sign_before_it_was_shown_for_the_lead() =>
        Ring(Announced).Import(C, 10_900).Gives(Imported(C, 10_900), new KeyPublished(11_400, 10_900, C), new KeyScheduled(21_400, 10_900, B));

    [Fact]
    public void leaves_a_key_alone_whose_turn_is_late_enough() =>
        Ring([.. Announced, Imported(C, 1_150), new KeyPublished(50_000, 1_150, C)]).Import(D, 1_200).Gives(
            Imported(D, 1_200), new KeyPublished(11_000, 1_200, D), new KeyScheduled(21_000, 1_200, B));

    [Fact]
    public void meets_the_wish_for_a_rotation_at_the_earliest_turn()
    {
        var ring = Ring([.. Begun, new KeyRotationRequested(1_050, false)]);

        ring.Import(B, 1_100).Gives(Imported(B, 1_100), new KeyPublished(1_600, 1_100, B));
        Assert.Null(ring.Then(ring.Import(B, 1_100)).Requested);
    }

    [Fact]
    public void meets_the_wish_for_one_by_force_at_once()
    {
        var ring = Ring([.. Begun, new KeyRotationRequested(1_050, true)]);

        ring.Import(B, 1_100).Gives(
            Imported(B, 1_100), new KeyPublished(1_100, 1_100, B), new KeyDeactivated(1_100, A, 3_100), new KeyActivated(1_100, B));
        Assert.Null(ring.Then(ring.Import(B, 1_100)).Requested);
    }

    [Fact]
    public void takes_no_key_twice_whatever_became_of_it()
    {
        Ring(Announced).Then(Ring(Announced).Import(C, 1_200)).Import(C, 1_200).IsRefused("key_known");
        Ring(Announced).Import(A, 1_200).IsRefused("key_known");
        Ring(Announced).Import(B, 1_200).IsRefused("key_known");
        Ring(Rotated).Import(A, 12_000).IsRefused("key_known");
        Ring(Settled).Import(A, 14_000).IsRefused("key_known");
        Ring([.. Settled, new KeyRevoked(14_000, null, A, "stolen")]).Import(A, 14_000).IsRefused("key_known");
    }

    [Fact]
    public void takes_no_small_key() => KeyRingDecider.Import(Ring(Begun), New(B, 2047), Times, At(1_100)).IsRefused("key_too_small");

    [Fact]
    public void knows_which_keys_were_made_elsewhere()
    {
        var ring = Ring(Begun).Then(Ring(Begun).Import(B, 1_100));

        Assert.Equal([(A, false), (B, true)], ring.Keys.Select(key => (key.Kid, key.Imported)));
    }

    [Fact]
    public void does_not_let_its_time_run_back() => Ring(Begun).Import(B, 10).Gives(Imported(B, 1_000), new KeyPublished(11_000, 1_000, B));
}
