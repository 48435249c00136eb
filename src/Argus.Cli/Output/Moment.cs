using System.Globalization;

namespace Argus.Cli.Output;

/// <summary>Times: read as RFC 3339, shown in UTC with how far away they are.</summary>
internal static class Moment
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>False without an offset: what that means depends on where one is.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>RFC 3339 UTC, as the Admin API takes it.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>2026-03-01 12:00:00Z (in 3 d)</c>; a text that is no time as it is.</summary>
    public static string Shown(string? text, DateTimeOffset now) => TryParse(text, out var time) ? Shown(time, now) : text ?? "";

    public static string Shown(DateTimeOffset time, DateTimeOffset now) =>
        $"{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)} ({(time > now ? $"in {Length(time - now)}" : $"{Length(now - time)} ago")})";

    /// <summary>In its largest unit of which there are at least two.</summary>
    public static string Length(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => $"{(long)span.TotalDays} d",
        { TotalHours: >= 2 } => $"{(long)span.TotalHours} h",
        { TotalMinutes: >= 2 } => $"{(long)span.TotalMinutes} min",
        _ => $"{(long)span.TotalSeconds} s",
    };
}
