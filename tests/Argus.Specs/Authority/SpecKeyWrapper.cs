using System.Security.Cryptography;
using Argus.Authority.Keys;

namespace Argus.Specs.Authority;

/// <summary>A custody provider that wraps, in memory; its key-encryption key can be turned over, and it can be away.</summary>
internal sealed class SpecKeyWrapper(string name = "file") : IKeyWrapper
{
    private readonly List<KeyEncryptionKey> _keys = [new(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size))];
    private int _unwrapped;

    public string Name => name;

    public Exception? OnUnwrap { get; set; }

    public int Unwrapped => _unwrapped;

    public void TurnOver() => _keys.Insert(0, new(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size)));

    /// <summary>The former key-encryption keys are no more.</summary>
    public void ForgetFormer() => _keys.RemoveRange(1, _keys.Count - 1);

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellation) => ValueTask.FromResult(_keys[0].Wrap(key.Span, context));

    public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _unwrapped);
        return OnUnwrap is null
            ? ValueTask.FromResult(_keys.Select(key => key.TryUnwrap(wrapped.Span, context)).FirstOrDefault(key => key is not null) ?? throw new CustodyException("Another key wrapped it."))
            : throw OnUnwrap;
    }

    public ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => ValueTask.FromResult<string?>(_keys[0].Id);

    public async ValueTask<byte[]?> RewrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation) =>
        _keys[0].IsWrapperOf(wrapped.Span) ? null : _keys[0].Wrap(await UnwrapAsync(wrapped, context, cancellation), context);
}
