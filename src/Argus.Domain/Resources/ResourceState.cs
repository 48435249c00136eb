using Argus.Domain.Kernel;

namespace Argus.Domain.Resources;

/// <summary>A resource (an API that tokens are made for), folded from its stream.</summary>
public sealed record ResourceState
{
    public static ResourceState Initial { get; } = new();

    public bool Exists { get; private init; }

    public bool Enabled { get; private init; }

    /// <summary>The scopes that mean something to it.</summary>
    public NameSet Scopes { get; private init; } = NameSet.Empty;

    public static string StreamOf(ResourceId resource) => $"resource:{resource}";

    public static ResourceState Evolve(ResourceState state, IResourceEvent @event) => @event switch
    {
        ResourceRegistered registered => new ResourceState { Exists = true, Enabled = true, Scopes = registered.Scopes },
        ResourceScopesChanged changed => state with { Scopes = changed.Scopes },
        ResourceDisabled => state with { Enabled = false },
        ResourceEnabled => state with { Enabled = true },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a resource."),
    };
}
