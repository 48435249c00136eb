using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using Argus.Log.Checkpoints;
using Argus.Log.Documents;
using Argus.Log.Exports;
using Argus.Log.Merkle;

namespace Argus.Log.Proofs;

/// <summary>That an entry stands in a log (<c>argus-log-proof/1</c>). It is checked with the log's keys alone.</summary>
/// <param name="Position">Of the entry.</param>
/// <param name="Size">Of the tree that the proof leads to the root of.</param>
/// <param name="Entry">Its bytes.</param>
/// <param name="Hashes">Lowest first (RFC 6962 §2.1.1).</param>
/// <param name="Checkpoint">The signed note of that size, as text.</param>
/// <param name="Jti">The token that was asked for, if one was; the log does not look into that.</param>
public sealed record InclusionProof(long Position, long Size, ReadOnlyMemory<byte> Entry, IReadOnlyList<byte[]> Hashes, string Checkpoint, string? Jti = null)
{
    public const string Format = "argus-log-proof/1";

    /// <summary>Of the document: an entry as base64, hashes and a note.</summary>
    public const int MaxBytes = 1 << 18;

    internal static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>No path in a tree is longer.</summary>
    internal const int MostHashes = 128;

    /// <param name="fault">What is wrong with it, if something is.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out InclusionProof? proof, [NotNullWhen(false)] out string? fault)
    {
        (proof, fault) = (null, null);
        try
        {
            proof = StrictObject.Read(json, members => members.Text("format") == Format
                ? new InclusionProof(
                    members.Number("position"), members.Number("size"), members.Base64("entry"), members.Hashes("inclusion", MostHashes, MerkleHash.Size),
                    members.Text("checkpoint"), members.OptionalText("jti"))
                : throw members.Wrong("format", $"is not {Format}"));
            return true;
        }
        catch (InvalidDataException e)
        {
            fault = e.Message;
            return false;
        }
    }

    /// <summary>Null if the entry stands in the log, as its keys say.</summary>
    public Divergence? Check(TrustedKeys keys)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(Checkpoint);
        if (KeptCheckpoint.TryParse(bytes) is not { } kept)
            return new Divergence(Divergences.ProofWrong, Position, null, "a signed checkpoint", "something else");
        if (keys.Check(kept.Note, kept.Checkpoint, "checkpoint") is { } unsigned)
            return unsigned;
        if (kept.Checkpoint.Size != Size || !LeadsTo(kept.Checkpoint))
            return new Divergence(Divergences.ProofWrong, Position, null, "hashes that lead from the entry to " + Convert.ToBase64String(kept.Checkpoint.RootHash.Span), "others");
        return EnvelopeTail.TryRead(Entry.Span, out var tail) && tail.Position == Position
            ? null : new Divergence(Divergences.NotAnEntry, Position, null, "an entry that says its position", "something else");
    }

    /// <summary>Whether the hashes lead from the entry to a root.</summary>
    public bool LeadsTo(Checkpoint checkpoint)
    {
        Span<byte> leaf = stackalloc byte[MerkleHash.Size];
        MerkleHash.Leaf(Entry.Span, leaf);
        return MerkleProof.VerifyInclusion(leaf, Position, checkpoint.Size, Hashes, checkpoint.RootHash.Span);
    }

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("position", Position);
            json.WriteNumber("size", Size);
            json.WriteBase64String("entry", Entry.Span);
            json.WriteStartArray("inclusion");
            foreach (var hash in Hashes)
                json.WriteBase64StringValue(hash);
            json.WriteEndArray();
            json.WriteString("checkpoint", Checkpoint);
            if (Jti is not null)
                json.WriteString("jti", Jti);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
