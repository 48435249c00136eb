namespace Argus.ResourceServer.Migration;

/// <summary>What became of a legacy token: stable codes for logs and metrics.</summary>
internal static class LegacyReason
{
    public const string Accepted = "legacy_accepted";

    /// <summary>By the application's verifier.</summary>
    public const string Invalid = "legacy_invalid";

    /// <summary>Their time is over.</summary>
    public const string Refused = "legacy_refused";

    public const string InsufficientScope = "legacy_insufficient_scope";
}
