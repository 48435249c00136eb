using System.Security.Cryptography;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Keys;

/// <summary>
/// Where private halves live: wrapped by a key-encryption key, or inside an HSM. Argus keeps an opaque handle for each and never sees a private half that it
/// does not have to. Every method throws <see cref="CustodyException"/> when the provider is away.
/// </summary>
public interface IKeyCustody
{
    /// <summary>The provider's name, as it stands in the log and in the configuration.</summary>
    string Name { get; }

    /// <summary>Whether keys sign outside this process: then a signature may take long, or never come.</summary>
    bool SignsElsewhere => false;

    /// <summary>Makes a key pair. Takes seconds for large keys; never called on behalf of a token request.</summary>
    ValueTask<CustodyKey> CreateAsync(TenantId tenant, int bits, CancellationToken cancellation);

    /// <summary>Takes over a key that was made elsewhere. The caller disposes of its copy.</summary>
    /// <exception cref="ImportNotPossibleException">Private halves are only ever made inside.</exception>
    ValueTask<CustodyKey> ImportAsync(TenantId tenant, RSA key, CancellationToken cancellation);

    /// <summary>Makes the key usable in this process.</summary>
    /// <exception cref="CustodyException">The handle is not the provider's own, or not that of this tenant and key.</exception>
    ValueTask<SigningKey> OpenAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation);

    /// <summary>Destroys what the provider itself holds of the private half. Once it is gone, doing so again does nothing.</summary>
    ValueTask DestroyAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation);

    /// <summary>Names the key-encryption key that wraps private halves now; null where nothing is wrapped, or where the provider changes it unseen.</summary>
    ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation);

    /// <summary>The handle anew under the present key-encryption key; null if it is under that one already, or nothing is wrapped.</summary>
    ValueTask<ReadOnlyMemory<byte>?> RewrapAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation);
}

/// <summary>A key in custody.</summary>
/// <param name="PublicKey">Its public half.</param>
/// <param name="Handle">What <see cref="IKeyCustody.OpenAsync"/> needs: a wrapped key, or a name in the HSM.</param>
public sealed record CustodyKey(RsaPublicJwk PublicKey, ReadOnlyMemory<byte> Handle);

/// <summary>The custody provider could not do what it was asked.</summary>
public class CustodyException(string message, Exception? inner = null) : Exception(message, inner)
{
    private const int MostTold = 3;

    /// <summary>Several at once: tells the first few, and how many there are.</summary>
    internal static CustodyException Of(IReadOnlyList<CustodyException> failures) => failures is [var only] ? only : new(
        $"{failures.Count} keys could not be seen to. {string.Join(' ', failures.Take(MostTold).Select(failure => failure.Message))}",
        new AggregateException(failures));
}

/// <summary>The custody provider takes no key that was made elsewhere.</summary>
public sealed class ImportNotPossibleException(string message) : CustodyException(message);
