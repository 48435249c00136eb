namespace Argus.Authority.Provisioning;

/// <summary>Every resource and every scope is named: what stands for many would grow with them, and nobody would have allowed that.</summary>
internal static class Wildcards
{
    public static void Refuse(JsonNodeReader node, string name)
    {
        if (name.Contains('*', StringComparison.Ordinal))
            node.Error($"'{name}' has a *, and there are no wildcards: name each resource and each scope");
    }
}
