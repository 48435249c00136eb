using System.Collections.Concurrent;
using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Specs.Authority;

/// <summary>Custody and store in memory, over one key that is made once: making keys costs more than all these specs.</summary>
internal sealed class SpecCustody : IKeyCustody, IPrivateKeyStore
{
    private static readonly Lazy<RSA> Made = new(() => RSA.Create(2048));
    private readonly ConcurrentDictionary<(TenantId, Kid), ReadOnlyMemory<byte>> _handles = new();

    public static RSA Key => Made.Value;

    public string Name => "spec";

    /// <summary>Called at each signature.</summary>
    public Action? OnSign { get; set; }

    public Exception? OnOpen { get; set; }

    public Exception? OnFind { get; set; }

    public ICollection<(TenantId, Kid)> Kept => _handles.Keys;

    public ValueTask<CustodyKey> CreateAsync(TenantId tenant, int bits, CancellationToken cancellation) =>
        ValueTask.FromResult(new CustodyKey(RsaPublicJwk.FromRsa(Key), new byte[] { 1 }));

    public ValueTask<SigningKey> OpenAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation) =>
        OnOpen is null ? ValueTask.FromResult(new SigningKey(new WatchedRsa(Key, () => OnSign?.Invoke()))) : throw OnOpen;

    public ValueTask PutAsync(TenantId tenant, Kid kid, string custody, ReadOnlyMemory<byte> handle, CancellationToken cancellation)
    {
        _handles[(tenant, kid)] = handle;
        return ValueTask.CompletedTask;
    }

    public ValueTask<ReadOnlyMemory<byte>?> FindAsync(TenantId tenant, Kid kid, CancellationToken cancellation)
    {
        if (OnFind is not null)
            throw OnFind;
        return ValueTask.FromResult<ReadOnlyMemory<byte>?>(_handles.TryGetValue((tenant, kid), out var handle) ? handle : (ReadOnlyMemory<byte>?)null);
    }

    public ValueTask<bool> AnyAsync(CancellationToken cancellation) => ValueTask.FromResult(!_handles.IsEmpty);

    public ReadOnlyMemory<byte> HandleOf((TenantId, Kid) key) => _handles[key];

    public void Lose() => _handles.Clear();

    public ValueTask DeleteAsync(TenantId tenant, Kid kid, CancellationToken cancellation)
    {
        _handles.TryRemove((tenant, kid), out _);
        return ValueTask.CompletedTask;
    }

    private sealed class WatchedRsa(RSA key, Action signing) : RSA
    {
        public override RSAParameters ExportParameters(bool includePrivateParameters) => key.ExportParameters(includePrivateParameters);

        public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();

        public override bool TrySignHash(
            ReadOnlySpan<byte> hash, Span<byte> destination, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding, out int bytesWritten)
        {
            signing();
            return key.TrySignHash(hash, destination, hashAlgorithm, padding, out bytesWritten);
        }
    }
}
