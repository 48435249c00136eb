using System.Globalization;
using Argus.Domain.Kernel;

namespace Argus.Domain.PersonalData;

/// <summary>The names of the keys that personal values are sealed under.</summary>
public static class PersonalKey
{
    private const string UserPrefix = "user:";

    /// <summary>What the names of days' keys begin with.</summary>
    public const string DayPrefix = "day:";

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>A user's, theirs alone: destroyed when they are erased.</summary>
    public static string Of(SubjectId user) => UserPrefix + user.Value;

    /// <param name="subject">The user's <c>sub</c>.</param>
    /// <inheritdoc cref="Of(SubjectId)"/>
    public static string OfSubject(string subject) => UserPrefix + subject;

    /// <summary>That of a day (UTC), for what is about nobody who is known: destroyed when the tenant's <c>context_retention</c> is over.</summary>
    public static string Of(DateOnly day) => DayPrefix + day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <returns>Null if it is not the key of a day.</returns>
    public static DateOnly? DayOf(string key) =>
        key.StartsWith(DayPrefix, StringComparison.Ordinal)
        && DateOnly.TryParseExact(key.AsSpan(DayPrefix.Length), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Whether the key of a day must not be used any more: what was sealed on its last moment has been kept for as long as it may.</summary>
    /// <param name="key">Any key; one that is not a day's is never over.</param>
    /// <param name="retention">Seconds.</param>
    /// <param name="now">When it is asked.</param>
    public static bool IsOver(string key, int retention, DateTimeOffset now) =>
        DayOf(key) is { } day && day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddSeconds(retention) <= now.UtcDateTime;
}
