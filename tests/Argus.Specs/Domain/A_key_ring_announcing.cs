using Argus.Domain.Keys;
using Argus.Domain.Tenants;

namespace Argus.Specs.Domain;

using static Rings;

/// <summary>A fresh key comes in as the next one, and verifiers get the time to see it.</summary>
public class A_key_ring_announcing
{
    [Fact]
    public void lets_the_next_key_sign_when_the_active_ones_period_is_over() =>
        Ring(Begun).Announce(B, 1_100).Gives(Generated(B, 1_100), new KeyPublished(11_000, 1_100, B));

    [Theory]
    [InlineData(10_499, 11_000)]
    [InlineData(10_500, 11_000)]
    [InlineData(10_501, 11_001)]
    [InlineData(50_000, 50_500)]
    public void lets_no_key_sign_before_it_was_shown_for_the_lead(long now, long turn) =>
        Ring(Begun).Announce(B, now).Gives(Generated(B, now), new KeyPublished(turn, now, B));

    [Fact]
    public void gives_a_key_that_was_asked_for_the_earliest_turn() =>
        Ring([.. Begun, new KeyRotationRequested(1_050, false)]).Announce(B, 1_100).Gives(Generated(B, 1_100), new KeyPublished(1_600, 1_100, B));

    [Fact]
    public void hands_over_at_once_where_that_is_forced() =>
        Ring([.. Begun, new KeyRotationRequested(1_050, true)]).Announce(B, 1_100).Gives(
            Generated(B, 1_100), new KeyPublished(1_100, 1_100, B), new KeyDeactivated(1_100, A, 3_100), new KeyActivated(1_100, B));

    [Fact]
    public void lets_the_key_sign_at_once_where_none_does() =>
        Ring([.. Begun, new KeyRevoked(1_050, null, A, "stolen")]).Announce(B, 1_100).Gives(
            Generated(B, 1_100), new KeyPublished(1_100, 1_100, B), new KeyActivated(1_100, B));

    [Fact]
    public void begins_an_empty_ring_without_a_lead() =>
        Ring().Announce(A, 1_000).Gives(Begun);

    [Fact]
    public void meets_the_wish_for_a_rotation_once()
    {
        Assert.Null(Ring([.. Begun, new KeyRotationRequested(1_050, false)]).Then(Ring([.. Begun, new KeyRotationRequested(1_050, false)]).Announce(B, 1_100)).Requested);
        Assert.Null(Ring([.. Begun, new KeyRotationRequested(1_050, true)]).Then(Ring([.. Begun, new KeyRotationRequested(1_050, true)]).Announce(B, 1_100)).Requested);
    }

    [Fact]
    public void takes_no_second_next_key() => Ring(Announced).Announce(C, 1_200).Gives();

    [Fact]
    public void decides_the_same_once()
    {
        var announced = Ring(Begun).Then(Ring(Begun).Announce(B, 1_100));
        announced.Announce(B, 1_100).Gives();

        var forced = Ring([.. Begun, new KeyRotationRequested(1_050, true)]);
        forced.Then(forced.Announce(B, 1_100)).Announce(B, 1_100).IsRefused("key_known");
    }

    [Fact]
    public void takes_no_small_key()
    {
        KeyRingDecider.Announce(Ring(Begun), New(B, 2047), Times, At(1_100)).IsRefused("key_too_small");
        KeyRingDecider.Announce(Ring(), New(B, 2047), Times, At(1_100)).IsRefused("key_too_small");
    }

    [Fact]
    public void does_not_let_its_time_run_back() =>
        Ring(Begun).Announce(B, 10).Gives(Generated(B, 1_000), new KeyPublished(11_000, 1_000, B));

    [Theory]
    [InlineData(86_400, 300, 300, 60, 86_400)]
    [InlineData(400, 300, 300, 60, 660)]
    [InlineData(660, 300, 300, 60, 660)]
    [InlineData(661, 300, 300, 60, 661)]
    [InlineData(10, 4, 5, 3, 12)]
    public void leads_by_the_announcement_or_by_what_verifiers_may_cache(int announce, int maxAge, int poll, int skew, int lead)
    {
        var policy = new TenantPolicy { KeyAnnounce = announce, JwksMaxAge = maxAge, VerifierPollInterval = poll, ClockSkew = skew };

        Assert.Equal(lead, policy.KeyLead());
        Assert.Equal(lead, KeyTimes.Of(policy, 600).Lead);
    }

    [Fact]
    public void takes_its_times_from_the_policy()
    {
        Assert.Equal(new KeyTimes(Lead: 12, Period: 60, VerifyFor: 30 + 3 + 4 + 7), KeyTimes.Of(Compressed, Compressed.LongestLifetime()));
        Assert.Equal(3_600 + 3 + 4 + 7, KeyTimes.Of(Compressed, 3_600).VerifyFor);
        Assert.Equal(50, new TenantPolicy { ServiceTokenLifetime = 50, UserTokenLifetime = 40 }.LongestLifetime());
    }
}
