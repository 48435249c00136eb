using Argus.Domain.Kernel;

namespace Argus.Domain.Resources;

/// <summary>What may happen to a resource.</summary>
public static class ResourceDecider
{
    /// <summary>Makes the resource be as described: registers it, changes what differs, or does nothing.</summary>
    public static Decision<IResourceEvent> Describe(ResourceState state, ResourceId resource, NameSet scopes)
    {
        if (!state.Exists)
            return new IResourceEvent[] { new ResourceRegistered(resource, scopes) };
        return state.Scopes.Equals(scopes) ? [] : new IResourceEvent[] { new ResourceScopesChanged(scopes) };
    }

    public static Decision<IResourceEvent> Disable(ResourceState state) =>
        !state.Exists ? Unknown : state.Enabled ? new IResourceEvent[] { new ResourceDisabled() } : [];

    public static Decision<IResourceEvent> Enable(ResourceState state) =>
        !state.Exists ? Unknown : state.Enabled ? [] : new IResourceEvent[] { new ResourceEnabled() };

    private static Refusal Unknown => new("resource_unknown", "There is no such resource");
}
