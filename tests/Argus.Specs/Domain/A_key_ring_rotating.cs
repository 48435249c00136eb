using Argus.Domain.Keys;

namespace Argus.Specs.Domain;

using static Rings;

/// <summary>An operator wants the next key to take over, as early as verifiers allow, or by force.</summary>
public class A_key_ring_rotating
{
    [Theory]
    [InlineData(1_200, 1_600)]
    [InlineData(1_600, 1_600)]
    [InlineData(1_601, 1_601)]
    public void gives_the_next_key_the_earliest_turn(long now, long turn) =>
        Ring(Announced).Rotate(now).Gives(new KeyRotationRequested(now, false), new KeyScheduled(turn, now, B));

    [Fact]
    public void does_nothing_where_the_turn_is_no_later_anyway()
    {
        Ring(Announced).Rotate(11_000).Gives();
        Ring(Announced).Rotate(12_000).Gives();
    }

    [Theory]
    [InlineData(1_200)]
    [InlineData(5_000)]
    public void decides_the_same_once(long now) => Ring(Announced).Then(Ring(Announced).Rotate(now)).Rotate(now).Gives();

    [Fact]
    public void leaves_no_wish_behind_that_the_next_key_meets() => Assert.Null(Ring(Announced).Then(Ring(Announced).Rotate(1_200)).Requested);

    [Fact]
    public void makes_no_key_of_its_own_and_wishes_for_one_once()
    {
        var ring = Ring(Begun);

        ring.Rotate(1_200).Gives(new KeyRotationRequested(1_200, false));
        ring.Then(ring.Rotate(1_200)).Rotate(1_300).Gives();
        Assert.Single(ring.Then(ring.Rotate(1_200)).Keys);
    }

    [Fact]
    public void has_nothing_to_rotate_when_it_is_empty()
    {
        Ring().Rotate(1_000).IsRefused("ring_empty");
        Ring().Rotate(1_000, force: true).IsRefused("ring_empty");
    }

    [Fact]
    public void hands_over_at_once_by_force() =>
        Ring(Announced).Rotate(1_200, force: true).Gives(
            new KeyRotationRequested(1_200, true), new KeyDeactivated(1_200, A, 3_200), new KeyActivated(1_200, B));

    [Fact]
    public void rotates_once_when_the_answer_to_the_first_wish_was_lost()
    {
        var ring = Ring(Announced);
        ring.Then(ring.Rotate(1_200, force: true)).Rotate(1_200, force: true).IsRefused("rotated_just_now");

        var waiting = Ring([.. Announced, Imported(C, 1_150), new KeyPublished(21_000, 1_150, C)]);
        waiting.Then(waiting.Rotate(1_200, force: true)).Rotate(1_200, force: true).IsRefused("rotated_just_now");
        waiting.Then(waiting.Rotate(1_200, force: true)).Rotate(900, force: true).IsRefused("rotated_just_now");
    }

    [Fact]
    public void can_be_forced_in_the_very_second_in_which_it_began() =>
        Ring(Begun).Rotate(1_000, force: true).Gives(new KeyRotationRequested(1_000, true));

    [Fact]
    public void rotates_again_by_force_a_second_later()
    {
        var ring = Ring(Announced);
        ring.Then(ring.Rotate(1_200, force: true)).Rotate(1_201, force: true).Gives(new KeyRotationRequested(1_201, true));
    }

    [Fact]
    public void puts_the_wish_for_force_on_record_and_above_a_milder_one()
    {
        var ring = Ring(Begun);
        var forced = ring.Then(ring.Rotate(1_200, force: true));
        forced.Rotate(1_300, force: true).Gives();
        forced.Rotate(1_300).Gives();

        ring.Then(ring.Rotate(1_200)).Rotate(1_300, force: true).Gives(new KeyRotationRequested(1_300, true));
    }

    [Fact]
    public void by_force_lets_the_others_wait_a_period_behind_the_new_one()
    {
        var ring = Ring([.. Announced, Imported(C, 1_150), new KeyPublished(11_000, 1_150, C), new KeyScheduled(11_100, 1_150, B)]);

        ring.Rotate(1_200, force: true).Gives(
            new KeyRotationRequested(1_200, true), new KeyDeactivated(1_200, A, 3_200), new KeyActivated(1_200, C), new KeyScheduled(11_200, 1_200, B));
    }

    [Fact]
    public void does_not_let_its_time_run_back() =>
        Ring(Announced).Rotate(10, force: true).Gives(
            new KeyRotationRequested(1_100, true), new KeyDeactivated(1_100, A, 3_100), new KeyActivated(1_100, B));
}
