using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Keys;

/// <summary>The <c>file</c> provider: private halves wrapped by a key-encryption key that lies in a file only its owner can read.</summary>
public sealed class FileKeyCustody : IKeyCustody
{
    private readonly KeyEncryptionKey _kek;

    private FileKeyCustody(KeyEncryptionKey kek) => _kek = kek;

    public string Name => "file";

    /// <summary>Reads the key file, or makes it when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayCreate">Whether no key is wrapped yet: otherwise a missing file is a lost one, and another key would hide that.</param>
    /// <exception cref="CustodyException">The file is missing or not a key, or others than its owner can read it.</exception>
    public static FileKeyCustody Open(string path, bool mayCreate)
    {
        if (!File.Exists(path))
        {
            if (!mayCreate)
                throw new CustodyException($"The key-encryption key {path} is missing, and the database holds private keys that it wraps.");
            OwnerOnlyFile.TryCreate(path, Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size)) + "\n"));
        }

        if (!OwnerOnlyFile.IsOwnerOnly(path))
            throw new CustodyException($"Others than its owner can use the key-encryption key in {path}; its mode must be 0600.");

        var text = File.ReadAllText(path).Trim();
        var key = new byte[KeyEncryptionKey.Size];
        if (!Convert.TryFromBase64String(text, key, out var length) || length != key.Length)
            throw new CustodyException($"{path} does not hold a key-encryption key of {KeyEncryptionKey.Size} bytes in base64.");
        return new FileKeyCustody(new KeyEncryptionKey(key));
    }

    public async ValueTask<CustodyKey> CreateAsync(TenantId tenant, int bits, CancellationToken cancellation)
    {
        using var rsa = await Task.Run(() => RSA.Create(bits), cancellation).ConfigureAwait(false);
        return await ImportAsync(tenant, rsa, cancellation).ConfigureAwait(false);
    }

    public ValueTask<CustodyKey> ImportAsync(TenantId tenant, RSA key, CancellationToken cancellation)
    {
        var publicKey = RsaPublicJwk.FromRsa(key);
        var privateKey = key.ExportPkcs8PrivateKey();
        try
        {
            return ValueTask.FromResult(new CustodyKey(publicKey, _kek.Wrap(privateKey, Context(tenant, publicKey.Kid))));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    public ValueTask<SigningKey> OpenAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation)
    {
        var privateKey = _kek.Unwrap(handle.Span, Context(tenant, kid.Value));
        try
        {
            var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(privateKey, out _);
            return ValueTask.FromResult(new SigningKey(rsa));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    /// <summary>The store holds all there is.</summary>
    public ValueTask DestroyAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => ValueTask.FromResult<string?>(null);

    public ValueTask<ReadOnlyMemory<byte>?> RewrapAsync(TenantId tenant, Kid kid, ReadOnlyMemory<byte> handle, CancellationToken cancellation) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>?>(null);

    private static string Context(TenantId tenant, string kid) => $"{tenant}/{kid}";
}
