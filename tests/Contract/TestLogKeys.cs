using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Argus.Log;
using Argus.Log.Checkpoints;
using Argus.Log.Checkpoints.OpenSsl;

namespace Argus.Contract;

/// <summary>The keys of a log in a test: real ones, that are told of in the log as a node's are, and sign its checkpoints.</summary>
internal sealed class TestLogKeys(string origin) : IDisposable
{
    public const string Stream = "log-keys";

    private readonly List<(LogKey Key, RSA Rsa, byte[] Seed)> _keys = [];
    private long _events;

    /// <summary>Where its RSA keys come from: made, unless a test has some, for that takes a while.</summary>
    public Func<int, RSA> Rsa { get; init; } = _ => RSA.Create(2048);

    public string Origin => origin;

    public LogKeyHistory History => new(origin, [.. _keys.Select(key => key.Key)]);

    /// <summary>The last one's.</summary>
    public LogKey Current => _keys[^1].Key;

    /// <summary>What the log is told when it gets its first key, or another in the place of the last.</summary>
    /// <param name="position">Where the append will stand.</param>
    public StreamAppend Activate(long position, DateTimeOffset at)
    {
        var entries = new List<NewEntry>();
        var seconds = at.ToUnixTimeSeconds();
        at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (_keys is [.., var last])
        {
            _keys[^1] = last with { Key = last.Key with { RetiredAt = at, RetiredPosition = position++ } };
            entries.Add(Event("log_key.retired", $$"""{"at":{{seconds}},"kid":"{{last.Key.Kid}}"}"""));
        }

        var rsa = Rsa(_keys.Count);
        var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedSize);
        var key = new LogKey(TreeHeadKey.Of(origin, rsa), Ed25519.IsAvailable ? new Ed25519NoteSigner(origin, seed).Key : null, at, position);
        _keys.Add((key, rsa, seed));
        var ed25519 = key.Ed25519 is { } second ? $"\"ed25519\":\"{Base64Url.EncodeToString(second.PublicKey)}\"," : "";
        var n = Base64Url.EncodeToString(rsa.ExportParameters(false).Modulus);
        entries.Add(Event("log_key.activated", $$"""{"at":{{seconds}},"bits":2048,"custody":"file",{{ed25519}}"kid":"{{key.Kid}}","n":"{{n}}","origin":"{{origin}}"}"""));
        _events += entries.Count;
        return new StreamAppend(Stream, _events - entries.Count, entries);
    }

    /// <summary>A checkpoint's note, signed by the key of its size.</summary>
    public SignedNote Sign(Checkpoint checkpoint, DateTimeOffset at)
    {
        var (key, rsa, seed) = _keys.Single(key => key.Key.SignsAt(checkpoint.Size));
        var signed = rsa.SignHash(SHA256.HashData(TreeHeadSignature.ToSign(checkpoint, at)), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var note = new SignedNote(checkpoint.Text, [TreeHeadSignature.Wrap(key.Rsa, at, signed)]);
        return key.Ed25519 is null ? note : note.With(new Ed25519NoteSigner(origin, seed).Sign(checkpoint.Text));
    }

    public void Dispose()
    {
        foreach (var key in _keys)
            key.Rsa.Dispose();
    }

    private static NewEntry Event(string type, string data) => new(type, 1, Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$"""{"actor":"node:first-start","context":{},"correlation_id":"start:1","data":{{data}}}""")), Standing: true);
}
