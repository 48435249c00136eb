namespace Argus.Server.Admin;

/// <summary>Which scopes open an endpoint; any one of them does. An endpoint without one of these stays shut.</summary>
internal sealed record AdminScope(params IReadOnlyList<string> AnyOf)
{
    /// <summary>Changes everything.</summary>
    public static AdminScope Admin { get; } = new("argus.admin");

    /// <summary>Steers keys and revocations.</summary>
    public static AdminScope Operate { get; } = new("argus.operate", "argus.admin");

    /// <summary>Reads.</summary>
    public static AdminScope Audit { get; } = new("argus.audit", "argus.operate", "argus.admin");

    /// <summary>Open to everybody.</summary>
    public static AdminScope None { get; } = new();
}
