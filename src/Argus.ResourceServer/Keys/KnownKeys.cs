using System.Collections.Concurrent;

namespace Argus.ResourceServer.Keys;

/// <summary>Which keys of an issuer this API knows in all of its schemes: what one of them lacks, it would refuse tokens of.</summary>
internal sealed class KnownKeys
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<IssuerKeys>> _byIssuer = new(StringComparer.Ordinal);

    public void Add(IssuerKeys keys) => _byIssuer.GetOrAdd(keys.Issuer, _ => []).Add(keys);

    /// <returns>The kids in order, and how long ago the issuer was last heard to say so; null if never.</returns>
    public (IReadOnlyList<string> Kids, TimeSpan? Age) Of(string issuer)
    {
        if (!_byIssuer.TryGetValue(issuer, out var all)) return ([], null);

        string[] kids = [.. all.Select(keys => keys.Kids.AsEnumerable()).Aggregate((some, others) => some.Intersect(others, StringComparer.Ordinal)).Order(StringComparer.Ordinal)];
        return (kids, all.Any(keys => keys.KeyAge is null) ? null : all.Max(keys => keys.KeyAge));
    }
}
