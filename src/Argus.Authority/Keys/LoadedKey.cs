using System.Security.Cryptography;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Keys;

/// <summary>A private key ready to sign access tokens, with the header that they all share.</summary>
/// <param name="key">The key.</param>
/// <param name="isElsewhere">Whether a signature is a call that may not come back.</param>
public sealed class LoadedKey(SigningKey key, bool isElsewhere = false)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private long _usedAt;
    private volatile bool _failed;

    public Kid Kid { get; } = Kid.TryParse(key.Kid, out var kid) ? kid : throw new ArgumentException($"'{key.Kid}' is not a thumbprint.", nameof(key));

    /// <summary>Bytes in a signature.</summary>
    public int SignatureLength => key.SignatureLength;

    /// <summary>The encoded header of an access token under this key.</summary>
    public byte[] AccessTokenHeader { get; } = UnsignedJws.EncodeHeader(key.Kid, TokenType.AccessToken);

    /// <summary>The encoded header of an ID token under this key.</summary>
    public byte[] IdTokenHeader { get; } = UnsignedJws.EncodeHeader(key.Kid, TokenType.IdToken);

    /// <summary>The encoded header of a logout token under this key.</summary>
    public byte[] LogoutTokenHeader { get; } = UnsignedJws.EncodeHeader(key.Kid, TokenType.LogoutToken);

    /// <summary>The encoded header of an introspection response under this key (RFC 9701 §5).</summary>
    public byte[] IntrospectionHeader { get; } = UnsignedJws.EncodeHeader(key.Kid, TokenType.Introspection);

    /// <summary>The encoded header of a trust bundle under this key.</summary>
    public byte[] TrustBundleHeader { get; } = UnsignedJws.EncodeHeader(key.Kid, TokenType.TrustBundle);

    /// <summary>The encoded header of a document of the revocation feed under this key.</summary>
    public byte[] RevocationsHeader { get; } = UnsignedJws.EncodeHeader(key.Kid, TokenType.Revocations);

    /// <summary>The encoded header of a Security Event Token under this key (RFC 8417 §2.3).</summary>
    public byte[] SecurityEventHeader { get; } = UnsignedJws.EncodeHeader(key.Kid, TokenType.SecurityEvent);

    /// <summary>The encoded header of what a DPoP nonce is the hash of.</summary>
    public byte[] DpopNonceHeader { get; } = UnsignedJws.EncodeHeader(key.Kid, TokenType.DpopNonce);

    internal long UsedAt => Volatile.Read(ref _usedAt);

    /// <summary>Whether a signature failed: the key has to be opened again, for what stands behind it may have gone and come back.</summary>
    internal bool HasFailed => _failed;

    /// <exception cref="KeyUnavailableException">The key's provider gave no signature, or none in time.</exception>
    public ValueTask<ReadOnlyMemory<byte>> SignAsync(UnsignedJws jws) => isElsewhere ? new(InTimeAsync(() => Sign(jws))) : new(Sign(jws));

    /// <summary>Signs nothing of meaning, to show that it could.</summary>
    /// <exception cref="KeyUnavailableException">It could not.</exception>
    public async ValueTask ProveAsync()
    {
        if (isElsewhere)
            await InTimeAsync(Prove).ConfigureAwait(false);
        else
            Prove();
    }

    internal void Touch(long now) => Volatile.Write(ref _usedAt, now);

    private ReadOnlyMemory<byte> Sign(UnsignedJws jws)
    {
        try
        {
            return jws.Sign(key);
        }
        catch (CryptographicException e)
        {
            throw Failed(e);
        }
    }

    private bool Prove()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        digest.Clear();
        try
        {
            key.SignHash(digest, stackalloc byte[SignatureLength]);
            return true;
        }
        catch (CryptographicException e)
        {
            throw Failed(e);
        }
    }

    // The thread stays with the call. Once the key has failed it is opened again, and whether that is answered decides who else waits.
    private async Task<T> InTimeAsync<T>(Func<T> sign)
    {
        try
        {
            return await Task.Run(sign).WaitAsync(LongestWait).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw Failed(e);
        }
    }

    private KeyUnavailableException Failed(Exception e)
    {
        _failed = true;
        return new KeyUnavailableException($"The key {Kid} does not sign: {e.Message}", e);
    }
}
