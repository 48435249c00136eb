using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Clients;
using Argus.Log;

namespace Argus.Authority.Clients;

/// <summary>
/// Keeps and checks client secrets. A secret that a machine made has the entropy to be kept as a plain SHA-256; any other is hashed slowly, and what the slow
/// hash has once found right is remembered in this process, so that a client pays for it once and not on every request.
/// </summary>
public sealed class ClientSecrets(ISlowHash slowHash, TimeProvider clock)
{
    private const int GenerationSize = 10_000;
    private const int MostWaiting = 32;
    private const int MostWaitingOfSource = 8;
    private const int MachineMadeBits = 256;
    private const int LeastDistinctCharacters = 10;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=");

    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);
    private readonly Recent<string, ReadOnlyMemory<byte>> _foundRight = new(GenerationSize);

    private readonly ConcurrentDictionary<(string Hash, string Digest), Lazy<Task<bool>>> _asked = new();

    // Slow on purpose: guesses must not take the processors that signatures need, nor who guesses at one client keep another waiting.
    private readonly FairTurns _turns = new(MostWaiting, MostWaitingOfSource);

    /// <summary>256 random bits in base64url.</summary>
    public static string Generate() => RandomSecret.New();

    /// <summary>What is kept of a secret that <see cref="Generate"/> made.</summary>
    public static ClientSecret HashMachineMade(string secret) => new(Base64Url.EncodeToString(Sha256(secret)), ClientSecret.Sha256);

    public ClientSecret Hash(string secret) => IsMachineMade(secret)
        ? HashMachineMade(secret)
        : new ClientSecret(slowHash.Hash(secret), ClientSecret.Slow);

    /// <summary>Which of the client's secrets this is.</summary>
    /// <param name="client">As its stream says.</param>
    /// <param name="presented">What somebody says it is.</param>
    /// <param name="source">The address of that somebody.</param>
    /// <exception cref="LogUnavailableException">Nobody knows: too many secrets wait for the slow hash of this one client already.</exception>
    public async ValueTask<KeptSecret?> FindAsync(ClientState client, string presented, string? source = null)
    {
        var (now, found) = (clock.GetUtcNow(), (KeptSecret?)null);
        foreach (var kept in client.Secrets)
        {
            if (found is null && kept.IsGood(now) && await VerifyAsync(kept.Secret, presented, source).ConfigureAwait(false))
                found = kept;
        }

        if (client.Secrets.IsEmpty)
            await VerifyAsync(null, presented).ConfigureAwait(false);
        return found;
    }

    /// <summary>Whether this is the client's secret.</summary>
    /// <param name="kept">What is kept of the client's secret.</param>
    /// <param name="presented">What somebody says it is.</param>
    /// <param name="source">The address of that somebody.</param>
    /// <exception cref="LogUnavailableException">Nobody knows: too many secrets wait for the slow hash of this one client already.</exception>
    public async ValueTask<bool> VerifyAsync(ClientSecret? kept, string presented, string? source = null)
    {
        switch (kept?.Scheme)
        {
            case ClientSecret.Sha256:
                return IsSha256(kept.Hash, presented);
            case ClientSecret.Slow:
                return await VerifySlowlyAsync(kept.Hash, presented, source).ConfigureAwait(false);
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

    private async ValueTask<bool> VerifySlowlyAsync(string hash, string presented, string? source)
    {
        var digest = Digest(presented);
        if (IsRemembered(hash, digest))
            return true;

        // A client that begins with many requests at once has one question, not many.
        var question = (hash, Convert.ToHexString(digest));
        var mine = new Lazy<Task<bool>>(() => AskAsync(hash, presented, source, digest));
        var asked = _asked.GetOrAdd(question, mine);
        try
        {
            return await asked.Value.ConfigureAwait(false);
        }
        finally
        {
            if (asked == mine)
                _asked.TryRemove(question, out _);
        }
    }

    private async Task<bool> AskAsync(string hash, string presented, string? source, byte[] digest)
    {
        if (!await _turns.TryEnterAsync(hash, source).ConfigureAwait(false))
            throw new LogUnavailableException("Too many different secrets for one client wait to be checked.");
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
            _turns.Leave();
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
