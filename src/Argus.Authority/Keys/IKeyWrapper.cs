namespace Argus.Authority.Keys;

/// <summary>
/// Wraps private halves under a key-encryption key, so that what is stored opens nothing by itself. Every method throws <see cref="CustodyException"/> when
/// it cannot do what it was asked.
/// </summary>
public interface IKeyWrapper
{
    /// <summary>The custody provider's name, as it stands in the log and in the configuration.</summary>
    string Name { get; }

    /// <param name="key">What to wrap.</param>
    /// <param name="context">Whose it is, <c>tenant/kid</c>: authenticated, not hidden.</param>
    ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellation);

    /// <summary>The caller clears what it gets.</summary>
    /// <exception cref="CustodyException">Another key wrapped it, or it was changed, or belongs to another context.</exception>
    ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation);

    /// <summary>Names the key-encryption key that wraps now; null where the provider changes it unseen.</summary>
    ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation);

    /// <summary>The same under the present key-encryption key; null if it is under that one already, or the provider changes it unseen.</summary>
    ValueTask<byte[]?> RewrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation);
}
