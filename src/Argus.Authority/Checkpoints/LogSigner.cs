using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Keys;
using Argus.Domain.LogKeys;
using Argus.Jose;
using Argus.Log.Checkpoints;
using Argus.Log.Checkpoints.OpenSsl;

namespace Argus.Authority.Checkpoints;

/// <summary>
/// A log's key, opened. It signs tree heads and nothing else. Its Ed25519 key needs no custody of its own: the seed is a hash of the RSA key's signature over a
/// text that is no tree head, which is always the same, and which nobody without the RSA key can make.
/// </summary>
/// <param name="key">The private half.</param>
/// <param name="origin">The log's name.</param>
/// <param name="isElsewhere">Whether a signature is a call that may not come back.</param>
public sealed class LogSigner(SigningKey key, string origin, bool isElsewhere)
{
    private const string SeedLabel = "argus log ed25519 seed v1\n";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private Ed25519NoteSigner? _second;

    /// <summary>The public key of the Ed25519 line, base64url; null where this platform has no Ed25519.</summary>
    /// <exception cref="KeyUnavailableException"/>
    public async ValueTask<string?> Ed25519Async()
    {
        if (!Ed25519.IsAvailable)
            return null;
        var signature = await SignAsync(Encoding.UTF8.GetBytes(SeedLabel + origin)).ConfigureAwait(false);
        _second = new Ed25519NoteSigner(origin, SHA256.HashData(signature));
        return Base64Url.EncodeToString(_second.Key.PublicKey);
    }

    /// <summary>Makes sure that this is the key that the log says signs it, and knows the Ed25519 line that goes with it.</summary>
    /// <exception cref="KeyUnavailableException">It is not, or it does not sign.</exception>
    public async ValueTask PrepareAsync(LogKeyActivated known)
    {
        var second = known.Ed25519 is null ? null : await Ed25519Async().ConfigureAwait(false);
        if (second is not null && second != known.Ed25519)
            throw new KeyUnavailableException($"The key {known.Kid} does not lead to the Ed25519 key that the log has for it.");
    }

    /// <summary>Signs a checkpoint: always with RSA, and with Ed25519 where the key has that and this platform too.</summary>
    /// <exception cref="KeyUnavailableException">The key's provider gave no signature, or none in time.</exception>
    public async ValueTask<SignedNote> SignAsync(Checkpoint checkpoint, DateTimeOffset time)
    {
        var signature = await SignAsync(TreeHeadSignature.ToSign(checkpoint, time)).ConfigureAwait(false);
        using var publicKey = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(key.PublicJwk.N), Exponent = [1, 0, 1] });
        var note = new SignedNote(checkpoint.Text, [TreeHeadSignature.Wrap(TreeHeadKey.Of(origin, publicKey), time, signature)]);
        return _second is null ? note : note.With(_second.Sign(note.Text));
    }

    private async ValueTask<byte[]> SignAsync(byte[] message)
    {
        try
        {
            return isElsewhere ? await Task.Run(() => Sign(message)).WaitAsync(LongestWait).ConfigureAwait(false) : Sign(message);
        }
        catch (Exception e) when (e is CryptographicException or TimeoutException)
        {
            throw new KeyUnavailableException($"The log's key {key.Kid} does not sign: {e.Message}", e);
        }
    }

    private byte[] Sign(byte[] message)
    {
        var signature = new byte[key.SignatureLength];
        key.SignHash(SHA256.HashData(message), signature);
        return signature;
    }
}
