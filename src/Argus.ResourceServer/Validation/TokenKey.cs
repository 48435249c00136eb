using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Argus.ResourceServer.Validation;

/// <summary>SHA-256 of a token's whole text: who reads the memory of the process finds no token in it.</summary>
internal readonly record struct TokenKey(ulong A, ulong B, ulong C, ulong D)
{
    public static TokenKey Of(ReadOnlySpan<byte> compact)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(compact, digest);
        var parts = MemoryMarshal.Cast<byte, ulong>(digest);
        return new TokenKey(parts[0], parts[1], parts[2], parts[3]);
    }

    // Evenly spread already, and only verified tokens are stored.
    public override int GetHashCode() => (int)A;
}
