using Argus.Domain.Keys;

namespace Argus.Specs.Domain;

using static Rings;

/// <summary>A key is trusted no more, whatever it is doing; the tenant goes on signing if any key can.</summary>
public class A_key_ring_revoking
{
    [Fact]
    public void promotes_the_next_key_in_the_same_decision_however_long_it_was_shown() =>
        Ring(Announced).Revoke(A, 1_101).Gives(Revoked(A, 1_101), new KeyActivated(1_101, B));

    [Fact]
    public void does_not_use_the_replacement_where_a_key_waits() =>
        Ring(Announced).Revoke(A, 1_101, replacement: New(C)).Gives(Revoked(A, 1_101), new KeyActivated(1_101, B));

    [Fact]
    public void lets_the_keys_behind_the_promoted_one_wait_a_period()
    {
        var ring = Ring([.. Announced, Imported(C, 1_150), new KeyPublished(11_050, 1_150, C)]);

        ring.Revoke(A, 1_200).Gives(Revoked(A, 1_200), new KeyActivated(1_200, B), new KeyScheduled(11_200, 1_200, C));
    }

    [Fact]
    public void takes_the_replacement_where_none_waits() =>
        Ring(Begun).Revoke(A, 1_200, replacement: New(B)).Gives(
            Revoked(A, 1_200), Generated(B, 1_200), new KeyPublished(1_200, 1_200, B), new KeyActivated(1_200, B));

    [Fact]
    public void goes_ahead_without_a_replacement_that_it_cannot_take()
    {
        Ring(Begun).Revoke(A, 1_200).Gives(Revoked(A, 1_200));
        Ring(Begun).Revoke(A, 1_200, replacement: New(B, 2047)).Gives(Revoked(A, 1_200));
        Ring(Begun).Revoke(A, 1_200, replacement: New(A)).Gives(Revoked(A, 1_200));
    }

    [Fact]
    public void of_a_key_that_does_not_sign_changes_no_other()
    {
        Ring(Generated(A, 1_000)).Revoke(A, 1_200, replacement: New(C)).Gives(Revoked(A, 1_200));
        Ring(Announced).Revoke(B, 1_200, replacement: New(C)).Gives(Revoked(B, 1_200));
        Ring(Rotated).Revoke(A, 11_200, replacement: New(C)).Gives(Revoked(A, 11_200));
        Ring(Settled).Revoke(A, 14_000, replacement: New(C)).Gives(Revoked(A, 14_000));
    }

    [Fact]
    public void shows_the_key_no_more_and_counts_it_as_spent()
    {
        foreach (var (ring, kid) in new[] { (Ring(Announced), A), (Ring(Announced), B), (Ring(Rotated), A), (Ring(Settled), A) })
        {
            var key = ring.Then(ring.Revoke(kid, 20_000)).Find(kid)!;
            Assert.Equal((KeyStatus.Revoked, false, true), (key.Status, key.Published, key.IsSpent));
        }
    }

    [Fact]
    public void decides_the_same_once()
    {
        var revoked = Ring(Announced).Then(Ring(Announced).Revoke(A, 1_200, 1_050));
        revoked.Revoke(A, 1_200, 1_050).Gives();

        var replaced = Ring(Begun).Then(Ring(Begun).Revoke(A, 1_200, replacement: New(B)));
        replaced.Revoke(A, 1_200, replacement: New(B)).Gives();
    }

    [Theory]
    [InlineData(1_050L, 1_049L, "widened")]
    [InlineData(1_050L, null, "widened")]
    [InlineData(1_050L, 1_050L, "same")]
    [InlineData(null, null, "same")]
    [InlineData(1_050L, 1_051L, "narrower")]
    [InlineData(null, 1_000L, "narrower")]
    [InlineData(null, 0L, "narrower")]
    public void reaches_further_back_but_never_less_far(long? first, long? second, string outcome)
    {
        var ring = Ring(Announced).Then(Ring(Announced).Revoke(A, 1_200, first));
        var again = ring.Revoke(A, 1_300, second);

        if (outcome == "narrower")
            again.IsRefused("key_revoked_already");
        else
            again.Gives(outcome == "same" ? [] : [new KeyRevoked(1_300, second, A, "stolen")]);
    }

    [Fact]
    public void further_back_keeps_the_moment_at_which_trust_ended()
    {
        var ring = Ring(Announced).Then(Ring(Announced).Revoke(A, 1_200, 1_050));
        var key = ring.Then(ring.Revoke(A, 1_300, 1_010)).Find(A)!;

        Assert.Equal((1_200L, 1_010L), (key.RevokedAt, key.CompromisedSince));
    }

    [Fact]
    public void knows_only_keys_of_the_ring()
    {
        Ring(Announced).Revoke(C, 1_200).IsRefused("key_unknown");
        Ring().Revoke(A, 1_200).IsRefused("key_unknown");
    }

    [Theory]
    [InlineData(1_200, true)]
    [InlineData(1_201, false)]
    public void refuses_a_leak_in_the_future(long since, bool holds)
    {
        var decision = Ring(Announced).Revoke(A, 1_200, since);

        if (holds)
            Assert.Null(decision.Refusal);
        else
            decision.IsRefused("compromised_in_the_future");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void needs_a_reason(int length, bool holds)
    {
        var refusal = KeyRingDecider.Revoke(Ring(Announced), new KeyRevocation(A, null, new string('x', length)), null, Times, At(1_200)).Refusal;

        Assert.Equal(holds ? null : "reason_missing", refusal?.Code);
    }

    [Fact]
    public void takes_no_blank_reason() =>
        KeyRingDecider.Revoke(Ring(Announced), new KeyRevocation(A, null, "  "), null, Times, At(1_200)).IsRefused("reason_missing");

    [Fact]
    public void does_not_let_its_time_run_back() => Ring(Announced).Revoke(A, 10).Gives(Revoked(A, 1_100), new KeyActivated(1_100, B));

    private static KeyRevoked Revoked(Argus.Domain.Kernel.Kid kid, long at) => new(at, null, kid, "stolen");
}
