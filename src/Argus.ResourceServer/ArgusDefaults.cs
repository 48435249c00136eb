namespace Argus.ResourceServer;

/// <summary>Names that need not be chosen.</summary>
public static class ArgusDefaults
{
    /// <summary>The authentication scheme, if none is named.</summary>
    public const string AuthenticationScheme = "Argus";
}
