using Argus.Domain.Tenants;

namespace Argus.Authority.Provisioning;

/// <summary>The policy's members by name. The order and the names are those of the contract; the domain says which values hold.</summary>
internal static class PolicyReader
{
    private static readonly (string Name, Func<TenantPolicy, int, TenantPolicy> Set)[] Numbers =
    [
        ("user_token_lifetime", (policy, value) => policy with { UserTokenLifetime = value }),
        ("service_token_lifetime", (policy, value) => policy with { ServiceTokenLifetime = value }),
        ("key_bits", (policy, value) => policy with { KeyBits = value }),
        ("clock_skew", (policy, value) => policy with { ClockSkew = value }),
        ("key_rotation_period", (policy, value) => policy with { KeyRotationPeriod = value }),
        ("key_announce", (policy, value) => policy with { KeyAnnounce = value }),
        ("key_grace", (policy, value) => policy with { KeyGrace = value }),
        ("jwks_max_age", (policy, value) => policy with { JwksMaxAge = value }),
        ("verifier_poll_interval", (policy, value) => policy with { VerifierPollInterval = value }),
        ("rotation_verifier_share", (policy, value) => policy with { RotationVerifierShare = value }),
        ("rotation_verifier_patience", (policy, value) => policy with { RotationVerifierPatience = value }),
        ("refresh_concurrency_window", (policy, value) => policy with { RefreshConcurrencyWindow = value }),
        ("refresh_retry_window", (policy, value) => policy with { RefreshRetryWindow = value }),
        ("refresh_absolute_lifetime", (policy, value) => policy with { RefreshAbsoluteLifetime = value }),
        ("log_retention", (policy, value) => policy with { LogRetention = value }),
        ("session_lifetime", (policy, value) => policy with { SessionLifetime = value }),
        ("refresh_idle_lifetime", (policy, value) => policy with { RefreshIdleLifetime = value }),
        ("context_retention", (policy, value) => policy with { ContextRetention = value }),
    ];

    public static PolicyDescription Read(JsonNodeReader? node)
    {
        var changes = new List<Func<TenantPolicy, TenantPolicy>>();
        if (node is null)
            return new PolicyDescription(changes);

        foreach (var (name, set) in Numbers)
        {
            if (node.Member(name)?.WholeNumber() is { } value)
                changes.Add(policy => set(policy, value));
        }

        if (node.Member("crypto_profile")?.Text() is { } profile)
            changes.Add(policy => policy with { CryptoProfile = profile });
        if (node.Member("subject_token_single_use")?.Truth() is { } once)
            changes.Add(policy => policy with { SubjectTokenSingleUse = once });
        if (node.Member("dpop_nonce_required")?.Truth() is { } nonces)
            changes.Add(policy => policy with { DpopNonceRequired = nonces });
        if (node.Member("verification_audit")?.Text() is { } audit)
            changes.Add(policy => policy with { VerificationAudit = audit });
        node.RefuseOthers();

        // Here each member on its own; what they must be together depends on what the tenant has.
        var description = new PolicyDescription(changes);
        if (description.On(new TenantPolicy()).OutOfRange() is { } fault)
            node.Error(fault.Detail);
        return description;
    }
}
