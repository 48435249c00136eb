using System.Buffers.Binary;
using System.Buffers.Text;
using Argus.Jose.Receipts;

namespace Argus.ResourceServer.Receipts;

/// <summary>The batch that is being filled. Not for two threads at once.</summary>
internal sealed class CollectingBatch
{
    /// <summary>Anybody can send tokens that are none, each a different one. So many are listed; the others are counted by reason.</summary>
    public const int MostUnproven = 100;

    private readonly Dictionary<Key, Entry> _entries = [];
    private readonly Dictionary<string, long> _unlisted = new(StringComparer.Ordinal);
    private int _unproven;

    public bool IsEmpty => _entries.Count == 0 && _unlisted.Count == 0;

    public bool IsFull => _entries.Count >= ReceiptBatch.MostReceipts;

    public void Add(in VerificationDecision decision, long now)
    {
        var digest = decision.Digest.Span;
        var key = new Key(BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]), decision.Reason);
        if (_entries.TryGetValue(key, out var known))
        {
            known.Count++;
            return;
        }

        if (decision.JwtId is null && _unproven++ >= MostUnproven)
            _unlisted[decision.Reason] = _unlisted.GetValueOrDefault(decision.Reason) + 1;
        else
            _entries.Add(key, new Entry(decision.JwtId, now));
    }

    public CollectedReceipts Close(long skipped) => new(
        skipped,
        [.. _entries.Select(entry => new Receipt(
            entry.Key.Digest(), entry.Value.JwtId is { } jti ? ReceiptText.Of(jti) : null, entry.Key.Reason, entry.Value.Count, entry.Value.FirstSeen))],
        _unlisted);

    private readonly record struct Key(UInt128 High, UInt128 Low, string Reason)
    {
        public string Digest()
        {
            Span<byte> digest = stackalloc byte[32];
            BinaryPrimitives.WriteUInt128BigEndian(digest, High);
            BinaryPrimitives.WriteUInt128BigEndian(digest[16..], Low);
            return Base64Url.EncodeToString(digest);
        }
    }

    private sealed class Entry(string? jwtId, long firstSeen)
    {
        public string? JwtId => jwtId;

        public long FirstSeen => firstSeen;

        public long Count { get; set; } = 1;
    }
}
