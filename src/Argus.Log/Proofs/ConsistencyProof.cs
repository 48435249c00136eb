using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Argus.Log.Documents;
using Argus.Log.Exports;
using Argus.Log.Merkle;

namespace Argus.Log.Proofs;

/// <summary>That a log of a size is how the longer one begins (<c>argus-log-consistency/1</c>).</summary>
/// <param name="First">The smaller size, whose checkpoint the auditor has.</param>
/// <param name="Second">The larger.</param>
/// <param name="Hashes">RFC 6962 §2.1.2.</param>
/// <param name="Checkpoint">The signed note of the larger size, as text.</param>
public sealed record ConsistencyProof(long First, long Second, IReadOnlyList<byte[]> Hashes, string Checkpoint)
{
    public const string Format = "argus-log-consistency/1";

    /// <param name="fault">What is wrong with it, if something is.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out ConsistencyProof? proof, [NotNullWhen(false)] out string? fault)
    {
        (proof, fault) = (null, null);
        try
        {
            proof = StrictObject.Read(json, members => members.Text("format") == Format
                ? new ConsistencyProof(
                    members.Number("first"), members.Number("second"), members.Hashes("proof", InclusionProof.MostHashes, MerkleHash.Size), members.Text("checkpoint"))
                : throw members.Wrong("format", $"is not {Format}"));
            return true;
        }
        catch (InvalidDataException e)
        {
            fault = e.Message;
            return false;
        }
    }

    /// <summary>Null if the log that the auditor has a checkpoint of became this one.</summary>
    public Divergence? Check(TrustedKeys keys, KeptCheckpoint since)
    {
        if (KeptCheckpoint.TryParse(System.Text.Encoding.UTF8.GetBytes(Checkpoint)) is not { } kept)
            return new Divergence(Divergences.ProofWrong, Second, null, "a signed checkpoint", "something else");
        if ((keys.Check(kept.Note, kept.Checkpoint, "checkpoint") ?? KnownCheckpoints.CheckSince(since.Note, since.Checkpoint, keys, kept.Checkpoint)) is { } fault)
            return fault;
        var holds = First == since.Checkpoint.Size && Second == kept.Checkpoint.Size
            && MerkleProof.VerifyConsistency(First, since.Checkpoint.RootHash.Span, Second, kept.Checkpoint.RootHash.Span, Hashes);
        return holds ? null : new Divergence(
            Divergences.ProofWrong, First, null, "hashes that lead from " + Convert.ToBase64String(since.Checkpoint.RootHash.Span), "others");
    }

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, InclusionProof.Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("first", First);
            json.WriteNumber("second", Second);
            json.WriteStartArray("proof");
            foreach (var hash in Hashes)
                json.WriteBase64StringValue(hash);
            json.WriteEndArray();
            json.WriteString("checkpoint", Checkpoint);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
