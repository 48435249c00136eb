using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Clients;
using Argus.Log;

namespace Argus.Authority.Clients;

/// <summary>
/// Keeps and checks client secrets. A secret that a machine made has the entropy to be kept as a plain SHA-256; any other is hashed slowly, and what the slow
/// hash has once found right is remembered in this process, so that a client pays for it once and not on every request.
/// </summary>
public sealed class ClientSecrets(ISlowHash slowHash)
{
    private const int GenerationSize = 10_000;

    // At some 50 ms each, the last in the queue waits about as long as an append may take.
    private const int MostWaiting = 100;

    private const int MachineMadeBits = 256;
    private const int LeastDistinctCharacters = 10;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=");

    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);
    private readonly Recent<string, ReadOnlyMemory<byte>> _foundRight = new(GenerationSize);

    // Slow on purpose: guesses must not take the processors that signatures need.
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private int _waiting;

    /// <summary>256 random bits in base64url.</summary>
    public static string Generate() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public ClientSecret Hash(string secret) => IsMachineMade(secret)
        ? new ClientSecret(Base64Url.EncodeToString(Sha256(secret)), ClientSecret.Sha256)
        : new ClientSecret(slowHash.Hash(secret), ClientSecret.Slow);

    /// <summary>Whether this is the client's secret.</summary>
    /// <exception cref="LogUnavailableException">Too many others wait for the slow hash.</exception>
    public async ValueTask<bool> VerifyAsync(ClientSecret? kept, string presented)
    {
        switch (kept?.Scheme)
        {
            case ClientSecret.Sha256:
                return IsSha256(kept.Hash, presented);
            case ClientSecret.Slow:
                return await VerifySlowlyAsync(kept.Hash, presented).ConfigureAwait(false);
            default:
                // No such client, or none with a secret: the same work as for a wrong one.
                return IsSha256("", presented) && kept is not null;
        }
    }

    private static bool IsSha256(string hash, string presented)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        expected.Clear();
        var known = Base64Url.IsValid(hash) && Base64Url.TryDecodeFromChars(hash, expected, out var length) && length == expected.Length;
        return CryptographicOperations.FixedTimeEquals(expected, Sha256(presented)) && known;
    }

    private async ValueTask<bool> VerifySlowlyAsync(string hash, string presented)
    {
        var digest = Digest(presented);
        if (IsRemembered(hash, digest))
            return true;
        try
        {
            // Guesses that come faster than they can be checked must not pile up.
            if (Interlocked.Increment(ref _waiting) > MostWaiting)
                throw new LogUnavailableException($"{MostWaiting} secrets wait for the slow hash already.");
            return await HashInTurnAsync(hash, presented, digest).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async ValueTask<bool> HashInTurnAsync(string hash, string presented, byte[] digest)
    {
        await _oneAtATime.WaitAsync().ConfigureAwait(false);
        try
        {
            if (IsRemembered(hash, digest))
                return true;
            if (!await Task.Run(() => slowHash.Verify(hash, presented)).ConfigureAwait(false))
                return false;
            _foundRight.Add(hash, digest);
            return true;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private bool IsRemembered(string hash, byte[] digest) => _foundRight.Find(hash) is { } right && CryptographicOperations.FixedTimeEquals(right.Span, digest);

    private byte[] Digest(string presented) => SHA256.HashData([.. _salt, .. Encoding.UTF8.GetBytes(presented)]);

    private static byte[] Sha256(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Long enough for 256 bits in the alphabet it is written in, and not one thing over and over.</summary>
    private static bool IsMachineMade(string secret)
    {
        var bitsPerCharacter = !secret.AsSpan().ContainsAnyExcept(Hexadecimal) ? 4 : !secret.AsSpan().ContainsAnyExcept(Base64) ? 6 : 0;
        var needed = bitsPerCharacter == 0 ? int.MaxValue : (MachineMadeBits + bitsPerCharacter - 1) / bitsPerCharacter;
        return secret.Length >= needed && secret.Distinct().Count() >= LeastDistinctCharacters;
    }
}
