namespace Argus.TwoNations.Nations;

/// <summary>What a nation is called, and what it calls its own.</summary>
/// <param name="Nation">The tenant, in its own deployment.</param>
/// <param name="User">One who signs in there.</param>
/// <param name="Service">What answers its API, and calls others in its own name.</param>
internal sealed record NationNames(string Nation, string User, string Service)
{
    /// <summary>All that the nations agreed on in advance, beside each other's addresses: what their scopes mean.</summary>
    public const string Read = "reports.read";

    /// <summary>Known in both, and beyond what either allows the other.</summary>
    public const string Write = "reports.write";

    /// <summary>The public client with which users sign in.</summary>
    public const string Portal = "portal";

    /// <summary>Where the portal is called back.</summary>
    public const string Callback = "http://127.0.0.1/signed-in";

    public static NationNames North { get; } = new("north", "alice", "north-logistics");

    public static NationNames South { get; } = new("south", "bora", "south-weather");

    /// <summary>The resource that others are let in to.</summary>
    public string Api => $"https://api.{Nation}.example";

    /// <summary>The resource behind it, which admits the nation's own service only.</summary>
    public string Archive => $"https://archive.{Nation}.example";
}
