using System.Text.Json;
using Argus.Cli.Connecting;
using Argus.Cli.Output;
using Argus.Cli.Records;

namespace Argus.Cli.Families;

/// <summary>A family for people: what it is, then everything that happened to it, a line each.</summary>
internal static class FamilyHistory
{
    private const string History = "history";

    private static readonly string[] Columns = ["Position", "Time", "What", "Who", "From", "Details"];

    /// <summary>What has a column of its own.</summary>
    private static readonly string[] Apart = ["position", "time", "type", "actor", "source", "user_agent"];

    /// <param name="family">As the Admin API shows it.</param>
    public static void Show(JsonElement family)
    {
        Screen.Table(["Member", "Value"], family.EnumerateObject().Where(member => member.Name != History).Select(member => new[] { member.Name, member.Value.Shown() }));
        Screen.Table(Columns, family.Items(History).Select(Row));
    }

    private static IEnumerable<string> Row(JsonElement happening) =>
    [
        happening.Shown("position"),
        happening.Shown("time"),
        happening.Shown("type"),
        happening.Shown("actor"),
        string.Join(' ', new[] { happening.Shown("source"), happening.Shown("user_agent") }.Where(text => text.Length > 0)),
        string.Join("  ", happening.EnumerateObject().Where(member => !Apart.Contains(member.Name)).SelectMany(member => OneRecord.Flat(member)).Select(pair => $"{pair[0]}={pair[1]}")),
    ];
}
