namespace Argus.Cli.Connecting;

/// <summary>Which deployment and tenant a command is for, and as whom it speaks.</summary>
internal sealed record Target
{
    public const string DefaultTenant = "main";
    public const string SystemTenant = "system";

    /// <summary>The client that the first start makes, in tenant <c>system</c>.</summary>
    public const string Administrator = "argus-admin";

    /// <summary>Without a path.</summary>
    public required Uri Url { get; init; }

    public required string ClientId { get; init; }

    public string? SecretFile { get; init; }

    public required string DataDirectory { get; init; }

    /// <summary>Null: not given.</summary>
    public string? GivenTenant { get; init; }

    /// <summary>Whether the answer is for machines.</summary>
    public bool Json { get; init; }

    public string Tenant => GivenTenant ?? DefaultTenant;

    /// <summary>The tenant at which the client gets tokens for itself: the administrator is no client of the default tenant.</summary>
    public string ClientTenant => GivenTenant ?? (ClientId == Administrator ? SystemTenant : DefaultTenant);
}
