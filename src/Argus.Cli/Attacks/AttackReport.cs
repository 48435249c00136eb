using System.Globalization;
using System.Text.Json;
using Argus.Cli.Output;

namespace Argus.Cli.Attacks;

/// <summary>What a run showed: a table for people, JSON for machines.</summary>
internal sealed record AttackReport(Battlefield Field, IReadOnlyList<Row> Rows)
{
    private static readonly string[] Columns = ["Credential", "Resource", "Attempt", "Result", "Status", "From"];

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public bool IsPassed => !Rows.Any(row => row.IsBad);

    private IEnumerable<Row> Attacks => Rows.Where(row => !row.IsControl);

    public int Show(bool isJson)
    {
        if (isJson)
            ShowJson();
        else
            ShowTable();
        return IsPassed ? ExitCode.Done : ExitCode.Refused;
    }

    private void ShowTable()
    {
        Screen.Table(Columns, Rows.Select(Cells));
        Screen.Line($"{Attacks.Count()} attacks of {Field.A.Name} on {Field.B.Name}: {Count(Verdict.Refused)} refused, {Count(Verdict.LetIn)} let in. "
            + $"{Rows.Count(row => row.IsControl)} controls: {Count(Verdict.Works)} work. In {Count(Verdict.CannotTell)} rows the suite cannot tell.");
        foreach (var row in Rows.Where(row => row.IsBad))
            Screen.Line($"  {row.Finding.Verdict.Shown()} at {row.Trial.Resource}: {row.Trial.Credential}, {row.Trial.Attempt}");
    }

    private void ShowJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
            Write(json);
        Screen.Json(buffer.ToArray());
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("target", Field.Root);
        json.WriteStartArray("tenants");
        json.WriteStringValue(Field.A.Name);
        json.WriteStringValue(Field.B.Name);
        json.WriteEndArray();
        json.WriteBoolean("passed", IsPassed);
        foreach (var verdict in Enum.GetValues<Verdict>())
            json.WriteNumber(verdict.Name(), Count(verdict));
        json.WriteStartArray("rows");
        foreach (var row in Rows)
            Write(json, row);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Row row)
    {
        json.WriteStartObject();
        json.WriteString("credential", row.Trial.Credential);
        json.WriteString("resource", row.Trial.Resource);
        json.WriteString("attempt", row.Trial.Attempt);
        json.WriteString("source", row.Trial.Source);
        json.WriteString("verdict", row.Finding.Verdict.Name());
        if (row.Finding.Status is { } status)
            json.WriteNumber("status", status);
        else
            json.WriteNull("status");
        json.WriteString("detail", row.Finding.Detail);
        json.WriteEndObject();
    }

    private int Count(Verdict verdict) => Rows.Count(row => row.Finding.Verdict == verdict);

    private static IEnumerable<string> Cells(Row row) =>
        [row.Trial.Credential, row.Trial.Resource, row.Trial.Attempt, Shown(row.Finding), row.Finding.Status?.ToString(CultureInfo.InvariantCulture) ?? "", row.Trial.Source];

    private static string Shown(Finding finding) => finding.Verdict.Shown() + (finding.Detail.Length == 0 ? "" : $" ({finding.Detail})");
}
