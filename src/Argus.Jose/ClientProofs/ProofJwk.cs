using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace Argus.Jose.ClientProofs;

/// <summary>
/// The public key of a client's proof as a JWK (RFC 7517): RSA of 2048 to 4096 bits with e = 65537, or EC on P-256. There is no place in it for private
/// material.
/// </summary>
public sealed class ProofJwk
{
    private const int MaxLength = 16 * 1024;

    private readonly IProofKey _key;
    private readonly ProofAlgorithm _only;

    internal ProofJwk(IProofKey key, string? kid, ProofAlgorithm only)
    {
        (_key, _only) = (key, only);
        Thumbprint = key.Thumbprint;
        Kid = kid ?? Thumbprint;
    }

    /// <summary>The <c>kid</c> that the JWK came with, else the thumbprint. 1 to 128 of <c>A-Z a-z 0-9 - . _ ~</c>.</summary>
    public string Kid { get; }

    /// <summary>RFC 7638 thumbprint with SHA-256, base64url: what <c>jkt</c> holds (RFC 9449 §6.1).</summary>
    public string Thumbprint { get; }

    /// <summary>
    /// Reads a public JWK of at most 16 KiB. Members that it does not know are ignored (RFC 7517 §4), private ones are not: they refuse the key.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out ProofJwk? jwk, out JwkFault fault)
    {
        jwk = null;
        fault = JwkFault.TooLarge;
        if (json.Length > MaxLength) return false;

        var scratch = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            var strict = new StrictJson(json, scratch);
            fault = JwkFault.BadJson;
            if (strict.ReadRoot()) fault = ProofJwkMembers.Read(ref strict, out var members) is var read && read != JwkFault.None ? read : members.Judge(out jwk);
            while (strict.Read());
            if (!strict.IsWhole && fault != JwkFault.PrivateMember) fault = JwkReader.FaultOf(ref strict);
        }
        catch (JsonException)
        {
            fault = JwkFault.BadJson;
        }
        finally
        {
            // It may have been a private key.
            ArrayPool<byte>.Shared.Return(scratch, clearArray: true);
        }

        if (fault != JwkFault.None) jwk = null;
        return fault == JwkFault.None;
    }

    /// <summary>False too for an algorithm that does not fit the key or its <c>alg</c>, and for a signature of another length than the key's.</summary>
    internal bool Verify(ProofAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(signed, digest);
        return Fits(algorithm) && _key.VerifyHash(algorithm, digest, signature);
    }

    internal bool Fits(ProofAlgorithm algorithm) => (_only == ProofAlgorithm.None || algorithm == _only) && _key.Fits(algorithm);
}
