using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;

namespace Argus.Custody.Pkcs11;

/// <summary>
/// The handle of a key in a token: its CKA_ID. 12 random bytes, then 8 of a hash over them and the tenant, so that no tenant can be given another's key.
/// </summary>
internal sealed class TokenKeyId
{
    private const int RandomSize = 12;
    private const int Size = 20;

    private TokenKeyId(byte[] bytes) => Bytes = bytes;

    internal byte[] Bytes { get; }

    internal static TokenKeyId New(TenantId tenant)
    {
        var id = new byte[Size];
        RandomNumberGenerator.Fill(id.AsSpan(0, RandomSize));
        Tag(tenant, id.AsSpan(0, RandomSize)).CopyTo(id, RandomSize);
        return new TokenKeyId(id);
    }

    /// <exception cref="CustodyException">It is no handle of this provider, or not one of this tenant.</exception>
    internal static TokenKeyId Parse(TenantId tenant, Kid kid, ReadOnlySpan<byte> handle) =>
        handle.Length == Size && handle[RandomSize..].SequenceEqual(Tag(tenant, handle[..RandomSize]))
            ? new TokenKeyId(handle.ToArray())
            : throw new CustodyException($"The handle of key {kid} of tenant {tenant} is not one that the pkcs11 provider gave this tenant.");

    private static byte[] Tag(TenantId tenant, ReadOnlySpan<byte> random) =>
        SHA256.HashData([.. random, .. Encoding.UTF8.GetBytes(tenant.Value)])[..(Size - RandomSize)];
}
