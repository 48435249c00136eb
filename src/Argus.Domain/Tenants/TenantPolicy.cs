using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.Tenants;

/// <summary>What a tenant may set for itself. Durations are seconds.</summary>
public sealed record TenantPolicy
{
    /// <summary>No token lives longer, whatever a tenant sets.</summary>
    public const int LongestTokenLifetime = 3600;

    /// <summary>No grant lasts longer, whatever a tenant or a client sets.</summary>
    public const int LongestRefreshLifetime = Year;

    private const int LongestContextRetention = 10 * Year;

    private const int LongestVerifierPatience = 30 * 86_400;

    private const int Year = 365 * 86_400;

    private const int LongestLogRetention = 60 * Year;

    /// <summary>S: how far two honest clocks may be apart.</summary>
    public int ClockSkew { get; init; } = 60;

    /// <summary>How long it can be read where a request came from that was about no known user (<see cref="PersonalData.PersonalKey"/>).</summary>
    public int ContextRetention { get; init; } = 90 * 86_400;

    /// <summary>One of <see cref="CryptoProfile"/>: what the compliance report measures the tenant's keys by.</summary>
    public string CryptoProfile { get; init; } = Tenants.CryptoProfile.Baseline;

    /// <summary>Whether DPoP proofs at the token endpoint must have a nonce of this authority (RFC 9449 §8). Not stored while it is not so, for the bytes of older policies.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DpopNonceRequired { get; init; }

    /// <summary>M: how long verifiers may keep the JWKS without asking again.</summary>
    public int JwksMaxAge { get; init; } = 300;

    /// <summary>How long a key is shown before it signs.</summary>
    public int KeyAnnounce { get; init; } = 86_400;

    /// <summary>Size of new signing keys' modulus.</summary>
    public int KeyBits { get; init; } = 2048;

    /// <summary>How much longer than it must a key is shown after its last signature.</summary>
    public int KeyGrace { get; init; }

    public int KeyRotationPeriod { get; init; } = 90 * 86_400;

    /// <summary>
    /// How long entries of streams that end stay in the database at least, from the end of the window in which their stream began; then they are in the
    /// archive only. Null: for ever. Not stored while it is null, for the bytes of older policies.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LogRetention { get; init; }

    public int RefreshAbsoluteLifetime { get; init; } = 30 * 86_400;

    /// <summary>W: how long a refresh token just used is answered with the same successor.</summary>
    public int RefreshConcurrencyWindow { get; init; } = 5;

    public int RefreshIdleLifetime { get; init; } = 7 * 86_400;

    /// <summary>L: how long a lost response may be asked for again.</summary>
    public int RefreshRetryWindow { get; init; } = 30;

    /// <summary>For how long the activation of a key is held at most, while <see cref="RotationVerifierShare"/> is not reached.</summary>
    public int RotationVerifierPatience { get; init; } = 7 * 86_400;

    /// <summary>Percent of the tenant's verifiers that must have seen the next key before it signs; 0: it does not wait for them.</summary>
    public int RotationVerifierShare { get; init; }

    /// <summary>Life of an access token that a service gets for itself.</summary>
    public int ServiceTokenLifetime { get; init; } = 300;

    /// <summary>How long a browser stays signed in.</summary>
    public int SessionLifetime { get; init; } = 12 * 3600;

    /// <summary>Whether a token may be exchanged once only by the same client for the same resource (RFC 8693). Not stored while it is false: older than it are many logs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SubjectTokenSingleUse { get; init; }

    /// <summary>Life of an access token that a user's client gets.</summary>
    public int UserTokenLifetime { get; init; } = 600;

    /// <summary><see cref="VerificationAudit.Batched"/> or <see cref="VerificationAudit.Durable"/>.</summary>
    public string VerificationAudit { get; init; } = Tenants.VerificationAudit.Batched;

    /// <summary>P: how often verifiers ask for the JWKS.</summary>
    public int VerifierPollInterval { get; init; } = 300;

    /// <summary>How long a key is shown before it signs, at least: until every verifier that keeps to M, P and S has it.</summary>
    public int KeyLead() => Math.Max(KeyAnnounce, JwksMaxAge + VerifierPollInterval + ClockSkew);

    /// <summary>The longest life of a token by this policy.</summary>
    public int LongestLifetime() => Math.Max(ServiceTokenLifetime, UserTokenLifetime);

    /// <summary>The first rule that the policy breaks, naming the member, its value and its bounds; null if it holds.</summary>
    public Refusal? Fault() => OutOfRange() ?? Impossible();

    /// <summary>The first member that is out of its bounds, whatever the others are.</summary>
    public Refusal? OutOfRange() =>
        Outside("clock_skew", ClockSkew, 0, 300)
        ?? Outside("context_retention", ContextRetention, 86_400, LongestContextRetention)
        ?? (Tenants.CryptoProfile.Find(CryptoProfile) is null ? Unknown("crypto_profile", CryptoProfile, Tenants.CryptoProfile.Names) : null)
        ?? Outside("jwks_max_age", JwksMaxAge, 1, 86_400)
        ?? Outside("key_announce", KeyAnnounce, 0, Year)
        ?? (KeyBits is 2048 or 3072 or 4096 ? null : new Refusal("policy_out_of_range", $"key_bits is {KeyBits}; it can be 2048, 3072 or 4096"))
        ?? Outside("key_grace", KeyGrace, 0, Year)
        ?? Outside("key_rotation_period", KeyRotationPeriod, 1, Year)
        ?? (LogRetention is { } retention ? Outside("log_retention", retention, 1, LongestLogRetention) : null)
        ?? Outside("refresh_absolute_lifetime", RefreshAbsoluteLifetime, 1, LongestRefreshLifetime)
        ?? Outside("refresh_concurrency_window", RefreshConcurrencyWindow, 0, 10)
        ?? Outside("refresh_idle_lifetime", RefreshIdleLifetime, 1, RefreshAbsoluteLifetime)
        ?? Outside("refresh_retry_window", RefreshRetryWindow, 0, 60)
        ?? Outside("rotation_verifier_patience", RotationVerifierPatience, 0, LongestVerifierPatience)
        ?? Outside("rotation_verifier_share", RotationVerifierShare, 0, 100)
        ?? Outside("service_token_lifetime", ServiceTokenLifetime, 1, LongestTokenLifetime)
        ?? Outside("session_lifetime", SessionLifetime, 60, Year)
        ?? Outside("user_token_lifetime", UserTokenLifetime, 1, LongestTokenLifetime)
        ?? (VerificationAudit is Tenants.VerificationAudit.Batched or Tenants.VerificationAudit.Durable
            ? null
            : Unknown("verification_audit", VerificationAudit, [Tenants.VerificationAudit.Batched, Tenants.VerificationAudit.Durable]))
        ?? Outside("verifier_poll_interval", VerifierPollInterval, 0, 86_400);

    /// <summary>
    /// The first formula that the members break together. A key must be shown until every cache without it has ended, and a period must have room for that. How
    /// long a key is shown after its last signature needs no rule: it follows from the longest token, and key_grace can only add to it.
    /// </summary>
    private Refusal? Impossible()
    {
        if (KeyAnnounce < JwksMaxAge + ClockSkew)
        {
            return new Refusal(
                "policy_impossible",
                $"key_announce is {KeyAnnounce}; it must be at least jwks_max_age + clock_skew = {JwksMaxAge} + {ClockSkew} = {JwksMaxAge + ClockSkew}, "
                + "or keys sign before verifiers know them");
        }

        // What a grant, a session or a token is decided by must be there for as long as it lives; a client's own lifetimes are added where windows are dropped.
        var longest = Math.Max(Math.Max(RefreshAbsoluteLifetime, SessionLifetime), LongestTokenLifetime) + Math.Max(ClockSkew, 60);
        if (LogRetention < longest)
        {
            return new Refusal(
                "policy_impossible",
                $"log_retention is {LogRetention}; it must be at least max(refresh_absolute_lifetime, session_lifetime, {LongestTokenLifetime}) + max(clock_skew, 60) = "
                + $"{longest}, or what is still alive could not be decided on");
        }

        return KeyRotationPeriod >= KeyLead() ? null : new Refusal(
            "policy_impossible",
            $"key_rotation_period is {KeyRotationPeriod}; it must be at least max(key_announce, jwks_max_age + verifier_poll_interval + clock_skew) = "
            + $"max({KeyAnnounce}, {JwksMaxAge} + {VerifierPollInterval} + {ClockSkew}) = {KeyLead()}, the time that a key is announced for");
    }

    private static Refusal? Outside(string member, int value, int least, int most)
    {
        if (value >= least && value <= most)
            return null;
        var why = member == "key_grace" && value < 0
            ? ": it is added to verifyUntil = deactivatedAt + longest token lifetime + clock_skew + jwks_max_age, and no token may outlive its key"
            : "";
        return new Refusal("policy_out_of_range", $"{member} is {value}; it must be from {least} to {most}{why}");
    }

    private static Refusal Unknown(string member, string value, IEnumerable<string> known) => new(
        "policy_out_of_range", $"{member} is '{value}'; it can be {string.Join(" or ", known.Select(name => $"'{name}'"))}");
}

/// <summary>When an introspection is recorded.</summary>
public static class VerificationAudit
{
    /// <summary>Soon after the answer, together with others.</summary>
    public const string Batched = "batched";

    /// <summary>Before the answer leaves.</summary>
    public const string Durable = "durable";
}
