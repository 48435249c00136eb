namespace Argus.Log;

/// <summary>
/// The members that the log itself writes at an entry's end, found without reading the JSON before them: in the canonical form they stand last, with nothing to
/// escape in them. Spans are parts of the entry. Where the entry is JSON at all, these are members of its outermost object.
/// </summary>
public readonly ref struct EnvelopeTail
{
    private const int TimeLength = 27;
    private const int MostDigits = 19;

    /// <summary>Its place in the log, as it says itself.</summary>
    public long Position { get; private init; }

    public ReadOnlySpan<byte> Stream { get; private init; }

    /// <summary>Its place in its stream.</summary>
    public long StreamVersion { get; private init; }

    public ReadOnlySpan<byte> Tenant { get; private init; }

    /// <summary>The commit time: of two, the later sorts behind the other as bytes.</summary>
    public ReadOnlySpan<byte> Time { get; private init; }

    public ReadOnlySpan<byte> Type { get; private init; }

    public long TypeVersion { get; private init; }

    /// <returns>False if the entry does not end as the log writes them.</returns>
    public static bool TryRead(ReadOnlySpan<byte> entry, out EnvelopeTail tail)
    {
        tail = default;
        var rest = entry;
        if (!Take(ref rest, "}"u8) || !TakeNumber(ref rest, out var typeVersion) || !Take(ref rest, "\",\"type_version\":"u8)
            || !TakeName(ref rest, out var type) || !Take(ref rest, "\",\"type\":"u8)
            || !TakeTime(ref rest, out var time) || !Take(ref rest, "\",\"time\":\""u8)
            || !TakeName(ref rest, out var tenant) || !Take(ref rest, ",\"tenant\":"u8)
            || !TakeNumber(ref rest, out var streamVersion) || !Take(ref rest, "\",\"stream_version\":"u8)
            || !TakeName(ref rest, out var stream) || !Take(ref rest, ",\"stream\":"u8)
            || !TakeNumber(ref rest, out var position) || !Take(ref rest, "\"position\":"u8) || entry[0] != '{' || rest[^1] is not ((byte)',' or (byte)'{'))
            return false;
        tail = new EnvelopeTail
        {
            Position = position, Stream = stream, StreamVersion = streamVersion, Tenant = tenant, Time = time, Type = type, TypeVersion = typeVersion,
        };
        return true;
    }

    private static bool Take(scoped ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> literal)
    {
        // What stands first is never the whole rest: there is a brace before.
        if (rest.Length <= literal.Length || !rest.EndsWith(literal))
            return false;
        rest = rest[..^literal.Length];
        return true;
    }

    /// <summary>Takes a name and the quotation mark before it.</summary>
    private static bool TakeName(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name)
    {
        var quote = rest.LastIndexOf((byte)'"');
        name = rest[(quote + 1)..];
        rest = rest[..Math.Max(quote, 0)];
        return quote > 0 && !name.IsEmpty && name.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0 && !name.Contains((byte)'\\');
    }

    private static bool TakeNumber(scoped ref ReadOnlySpan<byte> rest, out long number)
    {
        number = 0;
        var start = rest.Length;
        for (var unit = 1L; start > 0 && rest[start - 1] is >= (byte)'0' and <= (byte)'9' && rest.Length - start < MostDigits; start--)
        {
            number += (rest[start - 1] - '0') * unit;
            unit *= 10;
        }

        var digits = rest.Length - start;
        var isStrict = number >= 0 && (digits == 1 || (digits > 1 && rest[start] != '0'));
        rest = rest[..start];
        return isStrict;
    }

    /// <summary>Such as <c>2026-01-31T09:00:00.123456Z</c>: the places of digits and of what parts them.</summary>
    private static bool TakeTime(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> time)
    {
        time = default;
        if (rest.Length <= TimeLength)
            return false;
        time = rest[^TimeLength..];
        rest = rest[..^TimeLength];
        var pattern = "dddd-dd-ddTdd:dd:dd.ddddddZ"u8;
        for (var i = 0; i < TimeLength; i++)
        {
            if (pattern[i] == 'd' ? time[i] is < (byte)'0' or > (byte)'9' : time[i] != pattern[i])
                return false;
        }

        return true;
    }
}
