using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Argus.Log.Documents;
using Argus.Log.Merkle;

namespace Argus.Log.Exports;

/// <summary>What an export says about itself.</summary>
/// <param name="Tenant">Whose log it is.</param>
/// <param name="Origin">The log's name in its checkpoints.</param>
/// <param name="Issuer">The tenant's issuer when it was exported.</param>
/// <param name="Size">Entries in it.</param>
/// <param name="Root">Of the tree over them.</param>
/// <param name="ExportedAt">By the exporter's clock.</param>
/// <param name="HeadSize">Entries in the log, as the database had it.</param>
/// <param name="HeadRoot">Its root, from the database's frontier.</param>
/// <param name="Projections">What the node had made of the log.</param>
public sealed record ExportManifest(
    string Tenant, string Origin, string Issuer, long Size, ReadOnlyMemory<byte> Root, DateTimeOffset ExportedAt, long HeadSize, ReadOnlyMemory<byte> HeadRoot,
    IReadOnlyList<ExportedProjection> Projections)
{
    public const string Format = "argus-log-export/1";

    /// <summary>Of the document.</summary>
    public const int MaxBytes = 1 << 20;

    private const int MostProjections = 256;

    /// <param name="fault">What is wrong with it, if something is.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out ExportManifest? manifest, [NotNullWhen(false)] out string? fault)
    {
        (manifest, fault) = (null, null);
        try
        {
            manifest = StrictObject.Read(json, Read);
            return true;
        }
        catch (InvalidDataException e)
        {
            fault = e.Message;
            return false;
        }
    }

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("tenant", Tenant);
            json.WriteString("origin", Origin);
            json.WriteString("issuer", Issuer);
            json.WriteNumber("size", Size);
            json.WriteBase64String("root", Root.Span);
            json.WriteString("exported_at", ExportedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteStartObject("head");
            json.WriteNumber("size", HeadSize);
            json.WriteBase64String("root", HeadRoot.Span);
            json.WriteEndObject();
            json.WriteStartArray("projections");
            foreach (var projection in Projections)
                projection.Write(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static ExportManifest Read(StrictObject members)
    {
        if (members.Text("format") != Format)
            throw members.Wrong("format", $"is not {Format}");
        var head = members.Object("head", head => (Size: head.Number("size"), Root: Hash(head)));
        return new ExportManifest(
            members.Text("tenant"), members.Text("origin"), members.Text("issuer"), members.Number("size"), Hash(members), members.Time("exported_at"), head.Size, head.Root,
            members.Objects("projections", MostProjections, ExportedProjection.Read));
    }

    private static byte[] Hash(StrictObject members) =>
        members.Base64("root") is { Length: MerkleHash.Size } root ? root : throw members.Wrong("root", "is no hash");
}

/// <summary>What a node had made of the log's beginning.</summary>
/// <param name="Position">The last entry that it had taken; -1 for none.</param>
/// <param name="Digest">As the page of the log's format describes it.</param>
public sealed record ExportedProjection(string Name, long Position, string Digest)
{
    internal static ExportedProjection Read(StrictObject members) => new(members.Text("name"), members.PositionOrNone("position"), members.Text("digest"));

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteNumber("position", Position);
        json.WriteString("digest", Digest);
        json.WriteEndObject();
    }
}
