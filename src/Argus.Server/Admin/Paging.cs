using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin;

/// <summary>Pages of lists, of those that are ordered by name and of those that go back along the log.</summary>
internal static class Paging
{
    private const int Standard = 100;
    private const int Most = 1_000;

    /// <returns>A page, and the name to ask for the next one with; null if no page has that size.</returns>
    public static (IReadOnlyList<T> Items, string? Next)? Of<T>(IEnumerable<T> all, Func<T, string> name, string? after, int? limit)
    {
        var size = limit ?? Standard;
        if (size is < 1 or > Most)
            return null;
        var items = all.Where(item => after is null || string.CompareOrdinal(name(item), after) > 0).OrderBy(name, StringComparer.Ordinal).Take(size + 1).ToArray();
        return items.Length <= size ? (items, null) : (items[..size], name(items[size - 1]));
    }

    /// <summary>For a list that goes back along the log: its cursors are positions.</summary>
    /// <returns>False if no page has that size, or none begins there.</returns>
    public static bool TryRead(string? after, int? limit, out long? before, out int size)
    {
        (before, size) = (null, limit ?? Standard);
        if (after is not null && long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            before = position;
        return size is >= 1 and <= Most && (after is null || before is not null);
    }

    public static string? Cursor(long? position) => position?.ToString(CultureInfo.InvariantCulture);

    public static ProblemHttpResult Impossible() => Problem.Invalid($"limit must be from 1 to {Most}, and after what the page before gave as next.");
}
