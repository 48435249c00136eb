using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;

namespace Argus.Specs.Domain;

using static Rings;

/// <summary>B's turn comes at 11,000; 60 % of the verifiers must have seen it, and it waits for 5,000 s at most.</summary>
public class A_key_ring_waiting_for_verifiers
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(5, 3)]
    [InlineData(1, 1)]
    public void hands_over_when_enough_of_them_have_seen_the_key_or_there_are_none(int verifiers, int seen) =>
        Advance(Ring(Announced), 11_000, verifiers, seen).Gives(new KeyDeactivated(11_000, A, 13_000), new KeyActivated(11_000, B));

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(3, 1, 33)]
    [InlineData(5, 2, 40)]
    [InlineData(1_000, 599, 59)]
    public void holds_the_activation_while_too_few_have_and_says_so_once(int verifiers, int seen, int share)
    {
        var ring = Ring(Announced);
        var decision = Advance(ring, 11_000, verifiers, seen);

        decision.Gives(new KeyActivationHeld(11_000, B, 60, share, verifiers));
        Advance(ring.Then(decision), 11_000, verifiers, seen).Gives();
        Advance(ring.Then(decision), 15_999, verifiers, seen).Gives();
        Assert.Equal(new KeyHold(11_000, 11_000, 60, share, verifiers), ring.Then(decision).Find(B)!.Held);
        Assert.Equal(A, ring.Then(decision).Active!.Kid);
    }

    [Fact]
    public void asks_nobody_before_the_turn_has_come() => Advance(Ring(Announced), 10_999, 3, 0).Gives();

    [Fact]
    public void tells_new_numbers_a_minute_later_at_the_earliest_and_another_need_at_once()
    {
        var held = Held();

        Advance(held, 11_059, 3, 0).Gives();
        Advance(held, 11_060, 4, 1).Gives(new KeyActivationHeld(11_060, B, 60, 25, 4));
        Advance(held, 11_001, 3, 1, needed: 50).Gives(new KeyActivationHeld(11_001, B, 50, 33, 3));
        Assert.Equal(11_000, held.Then(Advance(held, 11_060, 4, 1)).Find(B)!.Held!.Since);
    }

    [Fact]
    public void goes_on_when_enough_have_seen_it()
    {
        var decision = Advance(Held(), 12_000, 3, 2);

        decision.Gives(new KeyDeactivated(12_000, A, 14_000), new KeyActivated(12_000, B));
        Assert.Null(Held().Then(decision).Find(B)!.Held);
        Advance(Held().Then(decision), 12_000, 3, 0).Gives();
    }

    [Fact]
    public void goes_on_when_its_patience_is_over_and_says_so()
    {
        var decision = Advance(Held(), 16_000, 3, 1);

        decision.Gives(new KeyHoldLapsed(16_000, B, 60, 33, 3), new KeyDeactivated(16_000, A, 18_000), new KeyActivated(16_000, B));
        Advance(Held().Then(decision), 16_000, 3, 1).Gives();
        Advance(Ring(Announced), 11_000, 3, 1, patience: 0).Gives(
            new KeyHoldLapsed(11_000, B, 60, 33, 3), new KeyDeactivated(11_000, A, 13_000), new KeyActivated(11_000, B));
    }

    [Fact]
    public void goes_on_by_force()
    {
        Held().Rotate(11_500, force: true).Gives(new KeyRotationRequested(11_500, true), new KeyDeactivated(11_500, A, 13_500), new KeyActivated(11_500, B));
        Held().Rotate(11_500).Gives();
    }

    [Fact]
    public void goes_on_when_the_key_that_signs_is_revoked() =>
        Held().Revoke(A, 11_500).Gives(new KeyRevoked(11_500, null, A, "stolen"), new KeyActivated(11_500, B));

    [Fact]
    public void goes_on_when_the_policy_waits_no_more() =>
        KeyRingDecider.Advance(Held(), Times, At(11_500)).Gives(new KeyDeactivated(11_500, A, 13_500), new KeyActivated(11_500, B));

    [Fact]
    public void waits_for_an_answer_about_the_key_that_waits()
    {
        // Whoever counted did not know B yet.
        KeyRingDecider.Advance(Ring(Announced), Times, At(11_000), new VerifierShare(C, 60, 5_000, 3, 3)).Gives();
        KeyRingDecider.Advance(Held(), Times, At(90_000), new VerifierShare(C, 60, 5_000, 0, 0)).Gives();
    }

    [Fact]
    public void retires_other_keys_meanwhile()
    {
        var ring = Ring([.. Rotated, new PrivateKeyDestroyed(11_000, A), Generated(C, 11_100), new KeyPublished(21_000, 11_100, C)]);

        KeyRingDecider.Advance(ring, Times, At(21_000), new VerifierShare(C, 60, 5_000, 3, 0)).Gives(
            new KeyRetired(21_000, A), new KeyActivationHeld(21_000, C, 60, 0, 3));
    }

    [Fact]
    public void forgets_the_hold_with_the_turn()
    {
        var longer = Times with { Lead = 40_000, Period = 50_000 };
        var decision = KeyRingDecider.Advance(Held(), longer, At(12_000), new VerifierShare(B, 60, 5_000, 3, 0));

        decision.Gives(new KeyScheduled(41_100, 12_000, B));
        Assert.Null(Held().Then(decision).Find(B)!.Held);
        Assert.Null(Held().Then(Held().Revoke(B, 12_000)).Find(B)!.Held);
    }

    [Fact]
    public void is_due_as_long_as_it_waits() => Assert.Equal(11_000, KeyRingDecider.DueAt(Held(), Times));

    [Theory]
    [InlineData(300, 300, 3_600)]
    [InlineData(1_800, 600, 4_800)]
    [InlineData(4, 5, 3_600)]
    public void counts_verifiers_that_were_heard_within_two_rounds_of_their_caches_or_an_hour(int maxAge, int poll, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), VerifierShare.Window(new TenantPolicy { JwksMaxAge = maxAge, VerifierPollInterval = poll }));

    private static KeyRingState Held() => Ring([.. Announced, new KeyActivationHeld(11_000, B, 60, 33, 3)]);

    private static Decision<IKeyRingEvent> Advance(KeyRingState ring, long now, int verifiers, int seen, int needed = 60, int patience = 5_000) =>
        KeyRingDecider.Advance(ring, Times, At(now), new VerifierShare(B, needed, patience, verifiers, seen));
}
