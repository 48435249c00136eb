using Argus.Domain.Tenants;

namespace Argus.Specs.Domain;

/// <summary>Every member with both of its edges; what lies beyond is refused by the member's name, with its value and its bounds.</summary>
public class A_tenants_policy
{
    private const int Day = 86_400;
    private const int Year = 365 * Day;

    private static readonly (string Member, int Least, int Most, Func<int, TenantPolicy> With)[] Members =
    [
        ("clock_skew", 0, 300, value => new() { ClockSkew = value }),
        ("context_retention", 86_400, 315_360_000, value => new() { ContextRetention = value }),
        ("jwks_max_age", 1, Day, value => new() { JwksMaxAge = value }),
        ("key_announce", 0, Year, value => new() { KeyAnnounce = value }),
        ("key_grace", 0, Year, value => new() { KeyGrace = value }),
        ("key_rotation_period", 1, Year, value => new() { KeyRotationPeriod = value }),
        ("refresh_absolute_lifetime", 7 * Day, Year, value => new() { RefreshAbsoluteLifetime = value }),
        ("refresh_concurrency_window", 0, 10, value => new() { RefreshConcurrencyWindow = value }),
        ("refresh_idle_lifetime", 1, 30 * Day, value => new() { RefreshIdleLifetime = value }),
        ("rotation_verifier_patience", 0, 30 * Day, value => new() { RotationVerifierPatience = value }),
        ("rotation_verifier_share", 0, 100, value => new() { RotationVerifierShare = value }),
        ("session_lifetime", 60, 365 * 86_400, value => new() { SessionLifetime = value }),
        ("refresh_retry_window", 0, 60, value => new() { RefreshRetryWindow = value }),
        ("service_token_lifetime", 1, 3600, value => new() { ServiceTokenLifetime = value }),
        ("user_token_lifetime", 1, 3600, value => new() { UserTokenLifetime = value }),
        ("verifier_poll_interval", 0, Day, value => new() { VerifierPollInterval = value }),
    ];

    public static TheoryData<string> Names => [.. Members.Select(member => member.Member)];

    [Fact]
    public void is_sound_as_it_comes() => Assert.Null(new TenantPolicy().Fault());

    [Theory]
    [InlineData(30 * Day + 60, null)]
    [InlineData(30 * Day + 59, "policy_impossible")]
    [InlineData(0, "policy_out_of_range")]
    [InlineData(60 * Year, null)]
    [InlineData(60 * Year + 1, "policy_out_of_range")]
    public void keeps_the_log_for_longer_than_anything_lives_that_it_decides_on(int retention, string? code) =>
        Assert.Equal(code, new TenantPolicy { LogRetention = retention }.Fault()?.Code);

    [Fact]
    public void keeps_the_log_for_longer_than_its_sessions_and_tokens_too()
    {
        var policy = new TenantPolicy { RefreshAbsoluteLifetime = 60, RefreshIdleLifetime = 60, SessionLifetime = 60, ClockSkew = 100 };
        Assert.Null((policy with { LogRetention = 3_700 }).Fault());
        Assert.Equal("policy_impossible", (policy with { LogRetention = 3_699 }).Fault()?.Code);
        Assert.Equal("policy_impossible", (policy with { LogRetention = 3_700, SessionLifetime = 3_601 }).Fault()?.Code);
    }

    [Fact]
    public void has_no_number_but_those_with_bounds_here() => Assert.Equal(
        Members.Length + 1, typeof(TenantPolicy).GetProperties().Count(property => property.PropertyType == typeof(int)));

    [Theory]
    [MemberData(nameof(Names))]
    public void holds_at_both_edges_and_not_beyond(string name)
    {
        var (_, least, most, with) = Members.Single(member => member.Member == name);
        // The shortest absolute lifetime is the idle one's; beyond that edge it is the idle lifetime that no longer fits.
        var blamed = name == "refresh_absolute_lifetime" ? ("refresh_idle_lifetime", 7 * Day, 1, least - 1) : (name, least - 1, least, most);

        Assert.Null(with(least).OutOfRange());
        Assert.Null(with(most).OutOfRange());
        Assert.Equal(("policy_out_of_range", Message(blamed)), Fault(with(least - 1)));
        Assert.Equal(("policy_out_of_range", Message((name, most + 1, name == "refresh_absolute_lifetime" ? 1 : least, most))), Fault(with(most + 1)));
        Assert.Equal("policy_out_of_range", Fault(with(int.MinValue)).Item1);
        Assert.Equal("policy_out_of_range", Fault(with(int.MaxValue)).Item1);
    }

    [Theory]
    [InlineData(2048, true)]
    [InlineData(3072, true)]
    [InlineData(4096, true)]
    [InlineData(0, false)]
    [InlineData(1024, false)]
    [InlineData(2047, false)]
    [InlineData(2049, false)]
    [InlineData(8192, false)]
    public void has_one_of_three_key_sizes(int bits, bool holds)
    {
        var fault = new TenantPolicy { KeyBits = bits }.Fault();

        Assert.Equal(holds ? null : $"key_bits is {bits}; it can be 2048, 3072 or 4096", fault?.Detail);
    }

    [Theory]
    [InlineData("batched", true)]
    [InlineData("durable", true)]
    [InlineData("", false)]
    [InlineData("Durable", false)]
    [InlineData("off", false)]
    public void records_verifications_in_one_of_two_ways(string audit, bool holds)
    {
        var fault = new TenantPolicy { VerificationAudit = audit }.Fault();

        Assert.Equal(holds ? null : $"verification_audit is '{audit}'; it can be 'batched' or 'durable'", fault?.Detail);
    }

    [Theory]
    [InlineData(360, 300, 60, true)]
    [InlineData(359, 300, 60, false)]
    [InlineData(1, 1, 0, true)]
    [InlineData(0, 1, 0, false)]
    [InlineData(86_700, 86_400, 300, true)]
    [InlineData(86_699, 86_400, 300, false)]
    public void shows_a_key_at_least_until_caches_without_it_have_ended(int announce, int maxAge, int skew, bool holds)
    {
        var fault = new TenantPolicy { KeyAnnounce = announce, JwksMaxAge = maxAge, ClockSkew = skew }.Fault();

        Assert.Equal(
            holds ? null : $"key_announce is {announce}; it must be at least jwks_max_age + clock_skew = {maxAge} + {skew} = {maxAge + skew}, or keys sign before verifiers know them",
            fault?.Detail);
        Assert.Equal(holds ? null : "policy_impossible", fault?.Code);
    }

    [Theory]
    [InlineData(86_400, 86_400, 300, 300, 60, true)]
    [InlineData(86_399, 86_400, 300, 300, 60, false)]
    [InlineData(660, 360, 300, 300, 60, true)]
    [InlineData(659, 360, 300, 300, 60, false)]
    [InlineData(1, 1, 1, 0, 0, true)]
    [InlineData(1, 1, 1, 1, 0, false)]
    public void has_room_for_the_announcement_in_a_period(int period, int announce, int maxAge, int poll, int skew, bool holds)
    {
        var policy = new TenantPolicy { KeyRotationPeriod = period, KeyAnnounce = announce, JwksMaxAge = maxAge, VerifierPollInterval = poll, ClockSkew = skew };

        Assert.Equal(
            holds
                ? null
                : $"key_rotation_period is {period}; it must be at least max(key_announce, jwks_max_age + verifier_poll_interval + clock_skew) = "
                    + $"max({announce}, {maxAge} + {poll} + {skew}) = {policy.KeyLead()}, the time that a key is announced for",
            policy.Fault()?.Detail);
        Assert.Equal(holds ? null : "policy_impossible", policy.Fault()?.Code);
    }

    [Fact]
    public void names_what_a_negative_grace_would_break() => Assert.Equal(
        "key_grace is -1; it must be from 0 to 31536000: it is added to verifyUntil = deactivatedAt + longest token lifetime + clock_skew + jwks_max_age, and no token may outlive its key",
        new TenantPolicy { KeyGrace = -1 }.Fault()?.Detail);

    [Fact]
    public void blames_a_member_out_of_its_bounds_before_what_members_are_together() =>
        Assert.Equal("policy_out_of_range", new TenantPolicy { KeyAnnounce = 0, KeyGrace = -1 }.Fault()?.Code);

    [Theory]
    [InlineData("baseline", 2048)]
    [InlineData("bsi-tr-02102", 3000)]
    [InlineData("cnsa-like", 3072)]
    public void is_measured_by_one_of_three_profiles(string name, int leastBits)
    {
        Assert.Null(new TenantPolicy { CryptoProfile = name }.Fault());
        Assert.Equal(leastBits, CryptoProfile.Find(name)?.LeastBits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Baseline")]
    [InlineData("fips")]
    public void is_measured_by_no_other_profile(string name) => Assert.Equal(
        $"crypto_profile is '{name}'; it can be 'baseline' or 'bsi-tr-02102' or 'cnsa-like'", new TenantPolicy { CryptoProfile = name }.Fault()?.Detail);

    private static string Message((string Member, int Value, int Least, int Most) fault) =>
        $"{fault.Member} is {fault.Value}; it must be from {fault.Least} to {fault.Most}"
        + (fault is { Member: "key_grace", Value: < 0 } ? ": it is added to verifyUntil = deactivatedAt + longest token lifetime + clock_skew + jwks_max_age, and no token may outlive its key" : "");

    private static (string?, string?) Fault(TenantPolicy policy) => (policy.OutOfRange()?.Code, policy.OutOfRange()?.Detail);
}
