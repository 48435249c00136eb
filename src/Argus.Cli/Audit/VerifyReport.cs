using System.Globalization;
using System.Text.Json;
using Argus.Cli.Output;
using Argus.Log.Exports;

namespace Argus.Cli.Audit;

/// <summary>What was found, for people and for machines.</summary>
internal static class VerifyReport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Show(Divergence divergence)
    {
        var position = divergence.Position is { } at ? $" at {at.ToString(CultureInfo.InvariantCulture)}" : "";
        Screen.Line($"{divergence.Name}{position}{(divergence.File is { } file ? $" ({file})" : "")}");
        if (divergence.Expected is { } expected)
            Screen.Line($"  expected: {expected}");
        if (divergence.Found is { } found)
            Screen.Line($"  found:    {found}");
    }

    public static byte[] ToJson(ExportReport report) => Make(json =>
    {
        json.WriteBoolean("verified", report.Divergence is null);
        json.WriteString("tenant", report.Manifest?.Tenant);
        json.WriteString("origin", report.Checkpoint?.Origin);
        if (report.Checkpoint is { } checkpoint)
        {
            json.WriteNumber("size", checkpoint.Size);
            json.WriteBase64String("root", checkpoint.RootHash.Span);
        }

        json.WriteString("signed_at", report.SignedAt is { } time ? Moment.Of(time) : null);
        json.WriteNumber("entries", report.Entries);
        json.WriteNumber("checkpoints", report.Checkpoints);
        Write(json, report.Divergence);
    });

    /// <param name="position">Of the entry that was proved.</param>
    public static byte[] ToJson(Divergence? divergence, long? position, string? entry) => Make(json =>
    {
        json.WriteBoolean("verified", divergence is null);
        if (position is { } at)
            json.WriteNumber("position", at);
        if (entry is not null)
            json.WriteString("entry", entry);
        Write(json, divergence);
    });

    private static byte[] Make(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Divergence? divergence)
    {
        if (divergence is null)
        {
            json.WriteNull("divergence");
            return;
        }

        json.WriteStartObject("divergence");
        json.WriteString("name", divergence.Name);
        if (divergence.Position is { } at)
            json.WriteNumber("position", at);
        else
            json.WriteNull("position");
        json.WriteString("file", divergence.File);
        json.WriteString("expected", divergence.Expected);
        json.WriteString("found", divergence.Found);
        json.WriteEndObject();
    }
}
