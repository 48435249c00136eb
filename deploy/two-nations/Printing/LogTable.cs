using System.Text.Json;

namespace Argus.TwoNations.Printing;

/// <summary>A nation's log, as far as it concerns the story: peers, keys, users' grants, what was issued from what, and what was revoked.</summary>
internal sealed class LogTable(Teller teller)
{
    private static readonly string[] Prefixes = ["peer.", "key.", "family.", "token.issued", "token.revoked", "tokens.revoked"];

    /// <param name="nation">Whose.</param>
    /// <param name="entries">All of them, as docs/audit-log-format.md has them.</param>
    public void Print(string nation, IReadOnlyList<JsonElement> entries)
    {
        teller.Prints($"\n   The log of {nation}: {entries.Count} entries. Those of peers, keys, grants, tokens and revocations:\n");
        teller.Prints("   position  time (UTC)    event                     stream                      what");
        var alike = 0;
        foreach (var entry in entries.Where(IsTold))
        {
            if (EntryText.IsPlainToken(entry))
            {
                alike++;
                continue;
            }

            PrintAlike(ref alike);
            teller.Prints($"   {Row(entry)}");
        }

        PrintAlike(ref alike);
        teller.Expects(Positions(entries).SequenceEqual(Enumerable.Range(0, entries.Count)), $"the log of {nation} has every position from 0 on, once");
    }

    private void PrintAlike(ref int alike)
    {
        if (alike > 0)
            teller.Prints($"          …                token.issued                                          {alike} that services got for themselves");
        alike = 0;
    }

    private static bool IsTold(JsonElement entry) => Prefixes.Any(prefix => entry.GetProperty("type").GetString()!.StartsWith(prefix, StringComparison.Ordinal));

    private static string Row(JsonElement entry) =>
        $"{entry.GetProperty("position").GetInt64(),8}  {entry.GetProperty("time").GetString()![11..23]}  {entry.GetProperty("type").GetString(),-25} "
        + $"{Stream(entry.GetProperty("stream").GetString()!),-27} {EntryText.Of(entry)}";

    private static string Stream(string name) => name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? $"{name[..(colon + 1)]}{Claims.Short(name[(colon + 1)..])}" : name;

    private static IEnumerable<int> Positions(IReadOnlyList<JsonElement> entries) => entries.Select(entry => entry.GetProperty("position").GetInt32());
}
