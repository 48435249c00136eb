using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using Argus.Authority.Outbound;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Clients;

/// <summary>The public keys of clients: those in their registration, and those behind its <c>jwks_uri</c>.</summary>
public sealed class ClientKeys(IOutboundDocuments documents, TimeProvider clock)
{
    private const int GenerationSize = 1_000;

    private readonly Recent<string, Known> _registered = new(GenerationSize);
    private readonly ConcurrentDictionary<(TenantId, ClientId), FetchedKeys> _fetched = new();

    /// <param name="tenant">Whose client.</param>
    /// <param name="id">Its name.</param>
    /// <param name="settings">Where its keys are.</param>
    /// <param name="newer">Whether the key sought was not among those that are known.</param>
    /// <returns>The keys by <c>kid</c>; null if nobody knows them.</returns>
    internal ValueTask<FrozenDictionary<string, VerificationKey>?> OfAsync(TenantId tenant, ClientId id, ClientSettings settings, bool newer)
    {
        if (settings.Jwks is { } jwks)
            return ValueTask.FromResult<FrozenDictionary<string, VerificationKey>?>(Registered(jwks));
        if (settings.JwksUri is not { } address)
            return ValueTask.FromResult<FrozenDictionary<string, VerificationKey>?>(null);

        var uri = new Uri(address);
        var fetched = _fetched.AddOrUpdate(
            (tenant, id), _ => new FetchedKeys(uri, documents, clock), (_, known) => known.Uri == uri ? known : new FetchedKeys(uri, documents, clock));
        return fetched.GetAsync(newer);
    }

    private FrozenDictionary<string, VerificationKey> Registered(string jwks)
    {
        if (_registered.Find(jwks) is { } known)
            return known.Keys;
        if (!JwkSet.TryParse(Encoding.UTF8.GetBytes(jwks), out var keys, out var fault))
            throw new InvalidDataException($"The log holds keys of a client that cannot be read: {fault}.");
        var read = keys.ToFrozenDictionary(key => key.Kid, key => new VerificationKey(key), StringComparer.Ordinal);
        _registered.Add(jwks, new Known(read));
        return read;
    }

    private readonly record struct Known(FrozenDictionary<string, VerificationKey> Keys);
}
