using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Keys;

/// <summary>
/// Where private halves live: wrapped by a key-encryption key, or inside an HSM. Argus keeps an opaque handle for each and never sees a private half that it
/// does not have to.
/// </summary>
public interface IKeyCustody
{
    /// <summary>The provider's name, as it stands in the log.</summary>
    string Name { get; }

    /// <summary>Makes a key pair. Takes seconds for large keys; never called on behalf of a token request.</summary>
    ValueTask<CustodyKey> CreateAsync(TenantId tenant, int bits, CancellationToken cancellation);

    /// <summary>Makes the key usable in this process.</summary>
    /// <exception cref="CustodyException">The provider is away, or the handle is not its own.</exception>
    ValueTask<SigningKey> OpenAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation);
}

/// <summary>A key in custody.</summary>
/// <param name="PublicKey">Its public half.</param>
/// <param name="Handle">What <see cref="IKeyCustody.OpenAsync"/> needs: a wrapped key, or a name in the HSM.</param>
public sealed record CustodyKey(RsaPublicJwk PublicKey, ReadOnlyMemory<byte> Handle);

/// <summary>The custody provider could not do what it was asked.</summary>
public sealed class CustodyException(string message, Exception? inner = null) : Exception(message, inner);
