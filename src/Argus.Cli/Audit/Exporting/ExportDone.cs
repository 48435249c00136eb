using System.Text.Json;

namespace Argus.Cli.Audit.Exporting;

/// <summary>What an export came to.</summary>
/// <param name="Tenant">Whose log.</param>
/// <param name="Size">Entries.</param>
/// <param name="Root">Of the tree over them.</param>
/// <param name="Fetched">Bundles that were not there before.</param>
/// <param name="Refused">Why the node does not sign the log's head, if it does not.</param>
internal sealed record ExportDone(string Tenant, long Size, ReadOnlyMemory<byte> Root, long Fetched, string? Refused)
{
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("tenant", Tenant);
            json.WriteNumber("size", Size);
            json.WriteBase64String("root", Root.Span);
            json.WriteNumber("fetched_bundles", Fetched);
            if (Refused is not null)
                json.WriteString("refused", Refused);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
