using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Authority.Provisioning;

/// <summary>The resources that a client's description names.</summary>
internal static class ResourceNameReader
{
    public static NameSet Names(JsonNodeReader node)
    {
        var names = new List<string>();
        foreach (var item in node.Items())
        {
            if (item.Text() is not { } name)
                continue;
            names.Add(name);
            Check(item, name);
        }

        return NameSet.Of(names);
    }

    /// <summary>An object: a resource's URI, and what the client may ask for there at most.</summary>
    public static ResourceScopes Scopes(JsonNodeReader node)
    {
        var scopes = new List<KeyValuePair<string, NameSet>>();
        foreach (var (name, member) in node.Members())
        {
            Check(member, name);
            scopes.Add(new(name, ScopeReader.Read(member)));
        }

        return ResourceScopes.Of(scopes);
    }

    private static void Check(JsonNodeReader node, string name)
    {
        Wildcards.Refuse(node, name);
        if (!ResourceId.TryParse(name, out _))
            node.Error("must be an absolute URI without a fragment");
    }
}
