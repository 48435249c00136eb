using System.Security.Cryptography;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Keys;

/// <summary>Custody of all providers that wrap: keys are made and used in this process, and the store holds what the wrapper made of them.</summary>
public sealed class WrappedKeyCustody(IKeyWrapper wrapper) : IKeyCustody
{
    public string Name => wrapper.Name;

    /// <summary>What wraps.</summary>
    public IKeyWrapper Wrapper => wrapper;

    /// <summary>Many tenants' first keys are made at once; beyond one for each core, they would only be in each other's way.</summary>
    private static readonly SemaphoreSlim Cores = new(Environment.ProcessorCount);

    public async ValueTask<CustodyKey> CreateAsync(TenantId tenant, int bits, CancellationToken cancellation)
    {
        using var rsa = await MakeAsync(bits, cancellation).ConfigureAwait(false);
        return await ImportAsync(tenant, rsa, cancellation).ConfigureAwait(false);
    }

    private static async Task<RSA> MakeAsync(int bits, CancellationToken cancellation)
    {
        await Cores.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await PoliteThread.RunAsync(() => RSA.Create(bits), cancellation).ConfigureAwait(false);
        }
        finally
        {
            Cores.Release();
        }
    }

    public async ValueTask<CustodyKey> ImportAsync(TenantId tenant, RSA key, CancellationToken cancellation)
    {
        var publicKey = RsaPublicJwk.FromRsa(key);
        var context = Context(tenant, publicKey.Kid);
        var privateKey = key.ExportPkcs8PrivateKey();
        try
        {
            var wrapped = await wrapper.WrapAsync(privateKey, context, cancellation).ConfigureAwait(false);

            // A provider may let wrap who may not unwrap: that must show before the key is announced, not when it should sign.
            await ProveAsync(wrapped, context, publicKey.Kid, cancellation).ConfigureAwait(false);
            return new CustodyKey(publicKey, wrapped);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    public async ValueTask<SigningKey> OpenAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation) =>
        await OpenAsync(handle, Context(tenant, kid.Value), kid.Value, cancellation).ConfigureAwait(false);

    /// <summary>The store holds all there is.</summary>
    public ValueTask DestroyAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => wrapper.WrappingKeyAsync(cancellation);

    public async ValueTask<ReadOnlyMemory<byte>?> RewrapAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation)
    {
        var context = Context(tenant, kid.Value);
        if (await wrapper.RewrapAsync(handle, context, cancellation).ConfigureAwait(false) is not { } anew)
            return null;

        // It takes the place of the only copy.
        await ProveAsync(anew, context, kid.Value, cancellation).ConfigureAwait(false);
        return anew;
    }

    private async Task ProveAsync(byte[] wrapped, string context, string kid, CancellationToken cancellation) =>
        (await OpenAsync(wrapped, context, kid, cancellation).ConfigureAwait(false)).Dispose();

    private async Task<SigningKey> OpenAsync(ReadOnlyMemory<byte> wrapped, string context, string kid, CancellationToken cancellation)
    {
        var privateKey = await wrapper.UnwrapAsync(wrapped, context, cancellation).ConfigureAwait(false);
        try
        {
            return Read(privateKey, kid);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    private static SigningKey Read(ReadOnlySpan<byte> privateKey, string kid)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportPkcs8PrivateKey(privateKey, out _);
            var key = new SigningKey(rsa);
            if (key.Kid == kid)
                return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            rsa.Dispose();
            throw new CustodyException($"What is stored for the key {kid} is not a private key.", e);
        }

        rsa.Dispose();
        throw new CustodyException($"What is stored for the key {kid} is another key.");
    }

    private static string Context(TenantId tenant, string kid) => $"{tenant}/{kid}";
}
