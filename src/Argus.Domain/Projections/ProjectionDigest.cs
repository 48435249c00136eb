namespace Argus.Domain.Projections;

/// <summary>What a projection of a tenant's log was, in one line.</summary>
/// <param name="Name">One of <see cref="ProjectionName"/>.</param>
/// <param name="Position">The last entry of the log that is in it, from 0; -1 for none.</param>
/// <param name="Digest">SHA-256 of its lines, base64url (docs/audit-log-format.md, "Projections").</param>
public sealed record ProjectionDigest(string Name, long Position, string Digest);

/// <summary>The projections that have a digest.</summary>
public static class ProjectionName
{
    public const string Clients = "clients";
    public const string Keys = "keys";

    /// <summary>Which streams bear which labels. The only one that lies in the database.</summary>
    public const string Labels = "labels";

    public const string LogKeys = "log_keys";
    public const string Logouts = "logouts";
    public const string Peers = "peers";
    public const string Providers = "providers";
    public const string Resources = "resources";
    public const string Revocations = "revocations";
    public const string Spiffe = "spiffe";
    public const string Tenant = "tenant";
    public const string Users = "users";
}
