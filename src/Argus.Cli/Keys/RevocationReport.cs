using System.Text.Json;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Keys;

/// <summary>What the revocation of a key touches, for people.</summary>
internal static class RevocationReport
{
    public static void Show(JsonElement report)
    {
        var isDryRun = report.TryGetProperty("dry_run", out var dryRun) && dryRun.ValueKind == JsonValueKind.True;
        Screen.Line(isDryRun ? "DRY RUN: nothing was changed. This is what the revocation would touch." : "The key is revoked.");
        Screen.Line("");
        Screen.Line($"Key          {report.Shown("kid")}");
        var extent = report.Text("compromised_since") is { } since ? $"from {Moment.Shown(since, TimeProvider.System.GetUtcNow())} on" : "at all, whenever it signed";
        Screen.Line($"Not trusted  {extent}");
        Screen.Line($"{(isDryRun ? "Signing now " : "Signs now   ")} {report.Text("active_kid") ?? "no key"}");
        foreach (var (title, member) in new[] { ("Tokens", "tokens"), ("Clients", "clients"), ("Subjects", "subjects") })
            ShowList(title, [.. report.Items(member)]);
    }

    private static void ShowList(string title, List<JsonElement> items)
    {
        Screen.Line("");
        Screen.Line($"{title}: {items.Count}");
        foreach (var item in items)
            Screen.Line($"  {item.Shown()}");
    }
}
