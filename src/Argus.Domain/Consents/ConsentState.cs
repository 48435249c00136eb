using System.Collections.Immutable;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Domain.Consents;

/// <summary>What a user has allowed a client, folded from the stream of the two.</summary>
public sealed record ConsentState
{
    /// <summary>Where the scopes of OpenID Connect belong, and what is asked for without a resource.</summary>
    private const string Authority = "";

    /// <summary>To reach a resource, whatever may be done there.</summary>
    private const string Reach = "";

    public static ConsentState Initial { get; } = new();

    /// <summary>Each scope with the resource that it was allowed at: read here and write there is not write here.</summary>
    private ImmutableHashSet<(string Scope, string Resource)> Allowed { get; init; } = [];

    public bool Exists => !Allowed.IsEmpty;

    /// <summary>All scopes that were allowed anywhere.</summary>
    public NameSet Scope => NameSet.Of(Allowed.Select(item => item.Scope).Where(scope => scope != Reach));

    /// <summary>All resources at which something was allowed.</summary>
    public NameSet Resources => NameSet.Of(Allowed.Select(item => item.Resource).Where(resource => resource != Authority));

    public static string StreamOf(SubjectId subject, ClientId client) => $"consent:{subject}:{client}";

    public static ConsentState Evolve(ConsentState state, IConsentEvent @event) => @event switch
    {
        ConsentGranted granted => state with { Allowed = state.Allowed.Union(Items(granted.Scope, granted.Resources)) },
        ConsentWithdrawn => Initial,
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a consent."),
    };

    /// <summary>Whether nothing of this need be asked any more.</summary>
    public bool Covers(NameSet scope, NameSet resources) => Items(scope, resources).All(Allowed.Contains);

    /// <summary>The scopes that must be asked for.</summary>
    public NameSet NewScope(NameSet scope, NameSet resources) =>
        NameSet.Of(Items(scope, resources).Where(item => item.Scope != Reach && !Allowed.Contains(item)).Select(item => item.Scope));

    /// <summary>The resources that must be asked for: nothing was allowed there yet.</summary>
    public NameSet NewResources(NameSet resources) => NameSet.Of(resources.Where(resource => !Allowed.Contains((Reach, resource))));

    private static IEnumerable<(string Scope, string Resource)> Items(NameSet scope, NameSet resources)
    {
        foreach (var name in scope)
        {
            if (resources.Count == 0 || OidcScope.All.Contains(name))
                yield return (name, Authority);
            else
                foreach (var resource in resources)
                    yield return (name, resource);
        }

        foreach (var resource in resources)
            yield return (Reach, resource);
    }
}
