using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Families;

namespace Argus.Authority.Families;

/// <summary>What outside its own stream decides about a family: its client and subject, revocations of wider reach, and the settings.</summary>
internal static class FamilyStanding
{
    /// <summary>What has killed the family from outside; null if nothing has.</summary>
    public static string? Revoked(TenantView tenant, FamilyState family) =>
        family.Grant is { } grant && tenant.Revoked.Reaches(grant.Subject.Value, grant.ClientId, family.Since) ? "tokens_revoked" : null;

    /// <summary>What forbids the family tokens for now; null if nothing does.</summary>
    public static string? Unfit(TenantView tenant, FamilyState family)
    {
        if (family.Grant is not { } grant)
            return null;
        if (!tenant.State.Enabled)
            return "tenant_not_in_service";
        if (!tenant.Client(grant.ClientId).Enabled)
            return "client_not_in_service";
        return tenant.Subject(grant.Subject) is { Enabled: true } ? null : "subject_not_in_service";
    }

    /// <summary>The windows of its refresh tokens, by what the tenant and the client have set now.</summary>
    public static RefreshTerms Terms(TenantView tenant, ClientState client)
    {
        var policy = tenant.State.Policy;
        return new RefreshTerms(
            TimeSpan.FromSeconds(policy.RefreshConcurrencyWindow),
            TimeSpan.FromSeconds(policy.RefreshRetryWindow),
            TimeSpan.FromSeconds(client.Settings.RefreshIdleLifetime ?? policy.RefreshIdleLifetime));
    }
}
