using Argus.Authority.Views;
using Argus.Domain.Families;

namespace Argus.Authority.Families;

/// <summary>What outside its own stream decides about a family: its subject, and revocations of wider reach.</summary>
internal static class FamilyStanding
{
    /// <summary>What has killed the family from outside; null if nothing has.</summary>
    public static string? Revoked(TenantView tenant, FamilyState family) =>
        family.Grant is { } grant && tenant.Revoked.Reaches(grant.Subject.Value, grant.ClientId, family.Since) ? "tokens_revoked" : null;

    /// <summary>What forbids the family tokens for now; null if nothing does.</summary>
    public static string? Unfit(TenantView tenant, FamilyState family) =>
        family.Grant is { } grant && tenant.Subject(grant.Subject) is not { Enabled: true } ? "subject_not_in_service" : null;
}
