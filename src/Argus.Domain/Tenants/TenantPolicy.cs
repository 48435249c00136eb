using Argus.Domain.Kernel;

namespace Argus.Domain.Tenants;

/// <summary>What a tenant may set for itself. Durations are seconds.</summary>
public sealed record TenantPolicy
{
    /// <summary>No token lives longer, whatever a tenant sets.</summary>
    public const int LongestTokenLifetime = 3600;

    private const int Year = 365 * 86_400;

    /// <summary>S: how far two honest clocks may be apart.</summary>
    public int ClockSkew { get; init; } = 60;

    /// <summary>M: how long verifiers may keep the JWKS without asking again.</summary>
    public int JwksMaxAge { get; init; } = 300;

    /// <summary>How long a key is shown before it signs.</summary>
    public int KeyAnnounce { get; init; } = 86_400;

    /// <summary>Size of new signing keys' modulus.</summary>
    public int KeyBits { get; init; } = 2048;

    /// <summary>How much longer than it must a key is shown after its last signature.</summary>
    public int KeyGrace { get; init; }

    public int KeyRotationPeriod { get; init; } = 90 * 86_400;

    public int RefreshAbsoluteLifetime { get; init; } = 30 * 86_400;

    /// <summary>W: how long a refresh token just used is answered with the same successor.</summary>
    public int RefreshConcurrencyWindow { get; init; } = 5;

    public int RefreshIdleLifetime { get; init; } = 7 * 86_400;

    /// <summary>L: how long a lost response may be asked for again.</summary>
    public int RefreshRetryWindow { get; init; } = 30;

    /// <summary>Life of an access token that a service gets for itself.</summary>
    public int ServiceTokenLifetime { get; init; } = 300;

    /// <summary>Life of an access token that a user's client gets.</summary>
    public int UserTokenLifetime { get; init; } = 600;

    /// <summary><see cref="VerificationAudit.Batched"/> or <see cref="VerificationAudit.Durable"/>.</summary>
    public string VerificationAudit { get; init; } = Tenants.VerificationAudit.Batched;

    /// <summary>P: how often verifiers ask for the JWKS.</summary>
    public int VerifierPollInterval { get; init; } = 300;

    /// <summary>The first rule that the policy breaks, naming the member, its value and its bounds; null if it holds.</summary>
    public Refusal? Fault() =>
        Outside("clock_skew", ClockSkew, 0, 300)
        ?? Outside("jwks_max_age", JwksMaxAge, 1, 86_400)
        ?? Outside("key_announce", KeyAnnounce, 0, Year)
        ?? (KeyBits is 2048 or 3072 or 4096 ? null : new Refusal("policy_out_of_range", $"key_bits is {KeyBits}; it can be 2048, 3072 or 4096"))
        ?? Outside("key_grace", KeyGrace, 0, Year)
        ?? Outside("key_rotation_period", KeyRotationPeriod, 1, Year)
        ?? Outside("refresh_absolute_lifetime", RefreshAbsoluteLifetime, 1, Year)
        ?? Outside("refresh_concurrency_window", RefreshConcurrencyWindow, 0, 10)
        ?? Outside("refresh_idle_lifetime", RefreshIdleLifetime, 1, RefreshAbsoluteLifetime)
        ?? Outside("refresh_retry_window", RefreshRetryWindow, 0, 60)
        ?? Outside("service_token_lifetime", ServiceTokenLifetime, 1, LongestTokenLifetime)
        ?? Outside("user_token_lifetime", UserTokenLifetime, 1, LongestTokenLifetime)
        ?? (VerificationAudit is Tenants.VerificationAudit.Batched or Tenants.VerificationAudit.Durable
            ? null
            : new Refusal("policy_out_of_range", $"verification_audit is '{VerificationAudit}'; it can be 'batched' or 'durable'"))
        ?? Outside("verifier_poll_interval", VerifierPollInterval, 0, 86_400);

    private static Refusal? Outside(string member, int value, int least, int most) =>
        value >= least && value <= most ? null : new Refusal("policy_out_of_range", $"{member} is {value}; it must be from {least} to {most}");
}

/// <summary>When an introspection is recorded.</summary>
public static class VerificationAudit
{
    /// <summary>Soon after the answer, together with others.</summary>
    public const string Batched = "batched";

    /// <summary>Before the answer leaves.</summary>
    public const string Durable = "durable";
}
