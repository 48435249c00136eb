using System.Buffers.Text;
using System.Security.Cryptography;
using Argus.Jose;
using Argus.Jose.Receipts;
using Argus.ResourceServer.Keys;

namespace Argus.ResourceServer.Receipts;

/// <summary>Makes a verifier's batches, each with the number and the digest that tie it to the one before. For one caller at a time.</summary>
internal sealed class ReceiptChain(ReceiptIdentity identity, KnownKeys keys, TimeProvider clock)
{
    /// <summary>Also who decides nothing is heard so often: else it would not count among those that a key waits for.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMinutes(10);

    private readonly byte[] _header = UnsignedJws.EncodeHeader(identity.Key.Kid, TokenType.Receipts);
    private string _verifier = NewId();
    private long _next;
    private string? _previous;
    private IReadOnlyList<string>? _toldKids;
    private long _toldAt;

    public string Verifier => _verifier;

    /// <summary>Whether the issuer should hear of the keys although nothing was decided: they have changed, or nothing was said for long.</summary>
    public bool HasNews
    {
        get
        {
            var (kids, _) = keys.Of(identity.Issuer);
            if (_toldKids is null) return kids.Count > 0;
            return !kids.SequenceEqual(_toldKids, StringComparer.Ordinal) || clock.GetElapsedTime(_toldAt) >= Heartbeat;
        }
    }

    /// <summary>Signs a batch. From then on its bytes are what is sent, however often.</summary>
    public SignedBatch Make(CollectedReceipts collected)
    {
        var (kids, age) = keys.Of(identity.Issuer);
        var now = clock.GetUtcNow();
        var batch = new ReceiptBatch
        {
            Verifier = _verifier,
            Sequence = _next + collected.Skipped,
            Previous = _previous,
            Kids = [.. kids.Take(ReceiptBatch.MostKids)],
            KeysAge = age is { } known ? (long)known.TotalSeconds : null,
            Receipts = collected.Receipts,
            Unlisted = collected.Unlisted,
        };
        var payload = ReceiptWriter.Write(batch, identity.ClientId, identity.Issuer, NewId(), now);
        var jws = UnsignedJws.Create(_header, payload, identity.Key.SignatureLength).Sign(identity.Key).ToArray();
        _next = batch.Sequence + 1;
        _previous = Base64Url.EncodeToString(SHA256.HashData(jws));
        return new SignedBatch(jws, collected, kids, now + ReceiptBatch.Lifetime);
    }

    /// <summary>The issuer has the batch.</summary>
    public void Told(SignedBatch batch) => (_toldKids, _toldAt) = (batch.Kids, clock.GetTimestamp());

    /// <summary>Begins anew, as another verifier: the issuer does not go on with this one.</summary>
    public void Restart() => (_verifier, _next, _previous) = (NewId(), 0, null);

    private static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}

/// <summary>A batch that is on its way.</summary>
/// <param name="Jws">What is sent.</param>
/// <param name="Collected">What it was made of.</param>
/// <param name="Kids">The keys that it names.</param>
/// <param name="GoodUntil">When nobody takes it any more.</param>
internal sealed record SignedBatch(byte[] Jws, CollectedReceipts Collected, IReadOnlyList<string> Kids, DateTimeOffset GoodUntil);
