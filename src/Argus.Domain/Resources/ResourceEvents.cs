using Argus.Domain.Kernel;

namespace Argus.Domain.Resources;

// Members stand in the order of their names, as canonical JSON has them.

public interface IResourceEvent : IDomainEvent;

public sealed record ResourceRegistered(ResourceId Resource, NameSet Scopes) : IResourceEvent;

public sealed record ResourceScopesChanged(NameSet Scopes) : IResourceEvent;

public sealed record ResourceDisabled : IResourceEvent;

public sealed record ResourceEnabled : IResourceEvent;
