using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Specs.Authority;

/// <summary>Custody and store in memory, over keys that all specs share: making keys costs more than all these specs.</summary>
/// <param name="clock">What time it is; null: the system's.</param>
/// <param name="firstKey">Which of the shared keys is made first.</param>
internal sealed class SpecCustody(TimeProvider? clock = null, int firstKey = 0) : IKeyCustody, IPrivateKeyStore
{
    private static readonly List<Lazy<RSA>> Made = [new(() => RSA.Create(2048))];

    private readonly ConcurrentDictionary<(TenantId, Kid), StoredKey> _stored = new();
    private readonly ConcurrentDictionary<(TenantId, Kid), long> _storedAt = new();
    private readonly List<RSA> _imported = [];
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private int _created = firstKey - 1;

    /// <summary>The first key that every custody makes.</summary>
    public static RSA Key => Made[0].Value;

    public string Name => "spec";

    /// <summary>Called at each signature.</summary>
    public Action? OnSign { get; set; }

    /// <summary>Called before and after each step that makes a private half or takes one away: "before create", "after create", and so with put, destroy, delete.</summary>
    public Action<string>? OnStep { get; set; }

    /// <summary>Whether keys are numbers only, which cost nothing and sign nothing.</summary>
    public bool MakesNumbersOnly { get; set; }

    public bool TakesImports { get; set; }

    public Exception? OnCreate { get; set; }

    public Exception? OnOpen { get; set; }

    public Exception? OnFind { get; set; }

    public Exception? OnDestroy { get; set; }

    public ICollection<(TenantId, Kid)> Kept => _stored.Keys;

    /// <summary>What the provider was told to destroy.</summary>
    public ConcurrentBag<Kid> Destroyed { get; } = [];

    public ValueTask<CustodyKey> CreateAsync(TenantId tenant, int bits, CancellationToken cancellation)
    {
        if (OnCreate is not null)
            throw OnCreate;
        OnStep?.Invoke("before create");
        var index = Interlocked.Increment(ref _created);
        var key = new CustodyKey(MakesNumbersOnly ? Number() : RsaPublicJwk.FromRsa(Of(index)), BitConverter.GetBytes(index));
        OnStep?.Invoke("after create");
        return ValueTask.FromResult(key);
    }

    public ValueTask<CustodyKey> ImportAsync(TenantId tenant, RSA key, CancellationToken cancellation)
    {
        if (!TakesImports)
            throw new ImportNotPossibleException("The keys of specs are their own.");
        var copy = RSA.Create(key.ExportParameters(includePrivateParameters: true));
        lock (_imported)
        {
            _imported.Add(copy);
            return ValueTask.FromResult(new CustodyKey(RsaPublicJwk.FromRsa(copy), BitConverter.GetBytes(-_imported.Count)));
        }
    }

    public ValueTask<SigningKey> OpenAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation)
    {
        if (OnOpen is not null)
            throw OnOpen;
        try
        {
            return ValueTask.FromResult(new SigningKey(new WatchedRsa(BehindHandle(BitConverter.ToInt32(handle.Span)), () => OnSign?.Invoke())));
        }
        catch (ArgumentException e)
        {
            throw new CustodyException("The key does not sign.", e);
        }
    }

    public ValueTask DestroyAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation)
    {
        if (OnDestroy is not null)
            throw OnDestroy;
        OnStep?.Invoke("before destroy");
        Destroyed.Add(kid);
        OnStep?.Invoke("after destroy");
        return ValueTask.CompletedTask;
    }

    /// <summary>The name of the key-encryption key; null: nothing is wrapped.</summary>
    public string? WrappingKey { get; set; }

    /// <summary>Called when a private half is wrapped anew.</summary>
    public Action? OnRewrap { get; set; }

    public ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => ValueTask.FromResult(WrappingKey);

    public ValueTask<ReadOnlyMemory<byte>?> RewrapAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation)
    {
        if (WrappingKey is null)
            return ValueTask.FromResult<ReadOnlyMemory<byte>?>(null);
        OnRewrap?.Invoke();
        return ValueTask.FromResult<ReadOnlyMemory<byte>?>((byte[])[.. handle.Span, 1]);
    }

    public ValueTask<bool> PutAsync(TenantId tenant, Kid kid, string custody, ReadOnlyMemory<byte> handle, CancellationToken cancellation)
    {
        OnStep?.Invoke("before put");
        var isNew = _stored.Keys.All(key => key.Item2 != kid || key.Item1 == tenant)
            && _stored.TryAdd((tenant, kid), new StoredKey(tenant, kid, custody, handle, TimeSpan.Zero));
        if (isNew)
            _storedAt[(tenant, kid)] = _clock.GetTimestamp();
        OnStep?.Invoke("after put");
        return ValueTask.FromResult(isNew);
    }

    public ValueTask<StoredKey?> FindAsync(TenantId tenant, Kid kid, CancellationToken cancellation) =>
        OnFind is null ? ValueTask.FromResult(_stored.GetValueOrDefault((tenant, kid)) is { } stored ? Aged(stored) : null) : throw OnFind;

    public async IAsyncEnumerable<StoredKey> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var key in _stored.Values)
            yield return Aged(key);
        await Task.CompletedTask;
    }

    public ValueTask<bool> AnyAsync(CancellationToken cancellation) => ValueTask.FromResult(!_stored.IsEmpty);

    public ValueTask<bool> ReplaceAsync(StoredKey read, ReadOnlyMemory<byte> handle, CancellationToken cancellation) =>
        ValueTask.FromResult(_stored.TryUpdate((read.Tenant, read.Kid), read with { Age = TimeSpan.Zero, Handle = handle }, read with { Age = TimeSpan.Zero }));

    public ReadOnlyMemory<byte> HandleOf((TenantId, Kid) key) => _stored[key].Handle;

    public void Lose() => _stored.Clear();

    public ValueTask DeleteAsync(TenantId tenant, Kid kid, CancellationToken cancellation)
    {
        OnStep?.Invoke("before delete");
        _stored.TryRemove((tenant, kid), out _);
        OnStep?.Invoke("after delete");
        return ValueTask.CompletedTask;
    }

    private StoredKey Aged(StoredKey stored) => stored with { Age = _clock.GetElapsedTime(_storedAt[(stored.Tenant, stored.Kid)]) };

    private static RsaPublicJwk Number()
    {
        var modulus = RandomNumberGenerator.GetBytes(256);
        modulus[0] |= 0x80;
        modulus[^1] |= 1;
        var json = Encoding.ASCII.GetBytes($$"""{"kty":"RSA","n":"{{Base64Url.EncodeToString(modulus)}}","e":"AQAB"}""");
        return RsaPublicJwk.TryParse(json, out var jwk, out var fault) ? jwk : throw new InvalidOperationException(fault.ToString());
    }

    private RSA BehindHandle(int handle)
    {
        lock (_imported)
            return handle < 0 ? _imported[-handle - 1] : Of(handle);
    }

    /// <summary>One of the keys that all specs share.</summary>
    public static RSA Of(int index)
    {
        lock (Made)
        {
            while (Made.Count <= index)
                Made.Add(new(() => RSA.Create(2048)));
            return Made[index].Value;
        }
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
