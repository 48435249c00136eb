using Argus.Authority.Compliance;
using Argus.Authority.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Keys;

/// <summary>The cryptographic compliance report of a tenant.</summary>
internal sealed class ComplianceEndpoint(TenantDirectory directory, ComplianceProjection projection) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root) => root.MapGet("/tenants/{tenant}/compliance", ReadAsync).WithMetadata(AdminScope.Audit).WithTags("Keys")
        .WithSummary("Every key, measured by the tenant's crypto_profile, with the log entries that prove each statement.");

    private async Task<Results<Ok<ComplianceResource>, ProblemHttpResult>> ReadAsync(string tenant)
    {
        if (directory.Find(tenant) is not { } view)
            return Problem.UnknownTenant();
        var report = await projection.ReadAsync(view.Id).ConfigureAwait(false);
        return TypedResults.Ok(new ComplianceResource(
            tenant,
            report.Profile.Name,
            report.Profile.LeastBits,
            report.PolicyPosition,
            report.Violations.Count == 0,
            [.. report.Keys.Select(key => new MeasuredKey(
                KeyResource.Of(key.Key), key.Age, key.Entries, [.. report.Violations.Where(violation => violation.Kid == key.Key.Kid.Value)]))],
            report.Violations));
    }
}

/// <summary>A tenant's keys, measured.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Profile">The tenant's <c>crypto_profile</c>.</param>
/// <param name="LeastBits">The smallest modulus that it allows.</param>
/// <param name="PolicyPosition">The log entry that set the tenant's policy.</param>
/// <param name="Compliant">Whether there is no violation.</param>
/// <param name="Keys">Every key that the tenant ever had.</param>
/// <param name="Violations">All that falls short, the policy's own included.</param>
internal sealed record ComplianceResource(
    string Tenant, string Profile, int LeastBits, long PolicyPosition, bool Compliant, IReadOnlyList<MeasuredKey> Keys, IReadOnlyList<Violation> Violations);

/// <summary>A key with its evidence.</summary>
/// <param name="Key">As the list of keys shows it.</param>
/// <param name="Age">Seconds since it was made, or taken over.</param>
/// <param name="Evidence">The log entries that tell its life.</param>
/// <param name="Violations">What falls short of the profile.</param>
internal sealed record MeasuredKey(KeyResource Key, long Age, IReadOnlyList<KeyEntry> Evidence, IReadOnlyList<Violation> Violations);
