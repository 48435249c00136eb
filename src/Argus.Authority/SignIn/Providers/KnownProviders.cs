using Argus.Authority.Outbound;
using Argus.Jose;

namespace Argus.Authority.SignIn.Providers;

/// <summary>Outside providers' metadata and keys, fetched when they are first needed and kept as long as the provider allows, within bounds.</summary>
public sealed class KnownProviders(IOutboundDocuments documents, RemoteKeys keys, TimeProvider clock)
{
    private readonly RemoteValues<ProviderMetadata> _metadata = new(clock);

    /// <exception cref="ProviderException">It cannot be had.</exception>
    public Task<ProviderMetadata> FindAsync(string issuer) => AskAsync(() => _metadata.GetAsync(issuer, async () =>
    {
        var document = await documents.GetAsync(new Uri($"{issuer.TrimEnd('/')}/.well-known/openid-configuration")).ConfigureAwait(false);
        try
        {
            return (ProviderMetadata.Read(issuer, document.Body), document.MaxAge);
        }
        catch (ProviderException e)
        {
            throw new OutboundException(OutboundFailure.WrongType, e.Message);
        }
    }, again: false, CancellationToken.None));

    /// <summary>The keys that are good enough: RSA from 2048 bits on.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="again">Whether a token named one that is not among those that are kept: then they are fetched again, twice a minute at most.</param>
    /// <exception cref="ProviderException">They cannot be had.</exception>
    public Task<IReadOnlyList<RsaPublicJwk>> KeysAsync(ProviderMetadata provider, bool again = false) => AskAsync(() => keys.ListAsync(provider.JwksUri, again));

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (OutboundException e)
        {
            throw new ProviderException($"The provider cannot be asked: {e.Message}", e);
        }
    }
}
