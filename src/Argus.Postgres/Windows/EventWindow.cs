using System.Globalization;
using Argus.Postgres.Log;

namespace Argus.Postgres.Windows;

/// <summary>A window of time: the streams that end and began in it, in a part of the events' table of its own.</summary>
/// <param name="Name">The part's name, without its schema.</param>
/// <param name="From">When it begins.</param>
/// <param name="To">When the next begins.</param>
public sealed record EventWindow(string Name, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Streams that began before are with those that last: a key cannot tell them.</summary>
    internal static DateTimeOffset First { get; } = DateTimeOffset.FromUnixTimeMilliseconds(1L << 40);

    internal Guid FirstKey => StreamKey.At(From);

    internal Guid EndKey => StreamKey.At(To);

    public bool Has(DateTimeOffset time) => From <= time && time < To;

    /// <summary>The window for a time that none has yet: as wide as asked, in steps from 1970 on, but not over its neighbours.</summary>
    internal static EventWindow For(DateTimeOffset time, TimeSpan width, IReadOnlyCollection<EventWindow> others)
    {
        var from = time.AddTicks(-((time - DateTimeOffset.UnixEpoch).Ticks % width.Ticks));
        var to = from + width;
        from = others.Where(other => other.To <= time).Select(other => other.To).Append(from).Append(First).Max();
        to = others.Where(other => other.From > time).Select(other => other.From).Append(to).Min();
        return new EventWindow(NameOf(from, to), from, to);
    }

    internal static string NameOf(DateTimeOffset from, DateTimeOffset to)
    {
        var days = from.TimeOfDay == TimeSpan.Zero && to.TimeOfDay == TimeSpan.Zero;
        return $"events_{Stamp(from, days)}_{Stamp(to, days)}";
    }

    private static string Stamp(DateTimeOffset time, bool days) =>
        time.ToString(days ? "yyyyMMdd" : "yyyyMMdd't'HHmmss", CultureInfo.InvariantCulture);
}
