using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin;

/// <summary>Pages of lists that are ordered by name.</summary>
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

    public static ProblemHttpResult Impossible() => Problem.Invalid($"limit must be from 1 to {Most}.");
}
