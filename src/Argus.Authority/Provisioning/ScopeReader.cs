using Argus.Domain.Kernel;

namespace Argus.Authority.Provisioning;

/// <summary>Scopes: one space-delimited string (RFC 6749 §3.3), or an array of them where a resource lists its own.</summary>
internal static class ScopeReader
{
    private const int LongestScope = 200;

    // As much as a token request could name; a token with it stays well below the size that verifiers take.
    private const int LongestList = 4096;

    public static NameSet Read(JsonNodeReader node) =>
        node.Text() is { } text ? Checked(node, text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : NameSet.Empty;

    public static NameSet ReadArray(JsonNodeReader node)
    {
        var names = new List<string>();
        foreach (var item in node.Items())
        {
            if (item.Text() is { } name)
                names.AddRange(Checked(item, [name]));
        }

        return NameSet.Of(names);
    }

    private static NameSet Checked(JsonNodeReader node, IEnumerable<string> scopes)
    {
        var names = NameSet.Of(scopes);
        foreach (var name in names)
        {
            if (name.Length is 0 or > LongestScope || name.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0 || name.AsSpan().IndexOfAny('"', '\\') >= 0)
                node.Error($"'{name}' is not a scope (RFC 6749 §3.3)");
            Wildcards.Refuse(node, name);
        }

        if (names.ToString().Length > LongestList)
            node.Error($"has more than {LongestList} characters of scopes");
        return names;
    }
}
