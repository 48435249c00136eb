using System.Text.Json;
using Argus.Cli.Output;
using Argus.Domain.Replays;
using Argus.Log.Exports;

namespace Argus.Cli.Audit.Replaying;

/// <summary>What a replay came to.</summary>
internal sealed record ReplayReport(LogReplay Replay, ExportManifest Manifest, IReadOnlyList<ComparedProjection> Projections, TimeSpan Took)
{
    private static readonly string[] ProjectionColumns = ["Projection", "Position", "Of", "Result"];
    private static readonly string[] FindingColumns = ["Position", "Finding", "Detail"];

    public bool IsFine => Replay.Findings.Count == 0;

    public void Show()
    {
        Screen.Line($"Tenant {Manifest.Tenant}: {Replay.Entries} entries, {Replay.Tokens} access tokens, folded in {Took.TotalSeconds:0.0} s.");
        if (Projections.Count > 0)
            Screen.Table(ProjectionColumns, Projections.Select(compared => new[] { compared.Claim.Name, $"{compared.Claim.Position}", compared.Claim.Source, compared.Result }));
        else
            Screen.Line("The export says nothing of projections: none was compared.");
        if (Replay.Alarms > 0)
            Screen.Line($"Nodes put {Replay.Alarms} alarms on record: tokens that the log does not know, or heads that do not follow (argus events --type token.unlogged_seen).");
        if (Replay.Late.Count > 0)
            Screen.Line($"Late, but possible: {Replay.Late.Count} issuances within {ReplayBounds.Allowance.TotalSeconds:0} s of what forbids them, the first at {Replay.Late.Positions[0]}.");
        if (IsFine)
        {
            Screen.Line("Nothing impossible was found.");
            return;
        }

        Screen.Line($"Found: {string.Join(", ", Replay.Findings.Counts.Select(count => $"{count.Key} ({count.Value})"))}");
        Screen.Table(FindingColumns, Replay.Findings.Listed.Select(finding => new[] { $"{finding.Position}", finding.Name, finding.Detail }));
    }

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteBoolean("verified", IsFine);
            json.WriteString("tenant", Manifest.Tenant);
            json.WriteNumber("entries", Replay.Entries);
            json.WriteNumber("tokens", Replay.Tokens);
            json.WriteNumber("seconds", Math.Round(Took.TotalSeconds, 3));
            json.WriteNumber("alarms", Replay.Alarms);
            json.WriteStartObject("late");
            json.WriteNumber("count", Replay.Late.Count);
            json.WriteStartArray("positions");
            foreach (var position in Replay.Late.Positions)
                json.WriteNumberValue(position);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WritePropertyName("divergence");
            Write(json, Replay.Findings.Listed is [var first, ..] ? first : null);
            WriteProjections(json);
            WriteFindings(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private void WriteProjections(Utf8JsonWriter json)
    {
        json.WriteStartArray("projections");
        foreach (var compared in Projections)
        {
            json.WriteStartObject();
            json.WriteString("name", compared.Claim.Name);
            json.WriteNumber("position", compared.Claim.Position);
            json.WriteString("of", compared.Claim.Source);
            json.WriteString("result", compared.Result);
            json.WriteString("expected", compared.Expected);
            json.WriteString("found", compared.Claim.Digest);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteFindings(Utf8JsonWriter json)
    {
        json.WriteStartObject("counts");
        foreach (var (name, count) in Replay.Findings.Counts)
            json.WriteNumber(name, count);
        json.WriteEndObject();
        json.WriteStartArray("findings");
        foreach (var finding in Replay.Findings.Listed)
            Write(json, finding);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Finding? finding)
    {
        if (finding is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("name", finding.Name);
        json.WriteNumber("position", finding.Position);
        json.WriteString("detail", finding.Detail);
        json.WriteString("expected", finding.Expected);
        json.WriteString("found", finding.Found);
        json.WriteEndObject();
    }
}
