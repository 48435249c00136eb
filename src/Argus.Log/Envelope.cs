using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Argus.Log;

/// <summary>
/// The bytes of an entry: canonical JSON (RFC 8785). The event's own members (<c>actor</c>, <c>context</c>, <c>correlation_id</c>, <c>data</c>) sort before
/// those that only the append knows, so the log completes an event by writing behind it.
/// </summary>
internal static class Envelope
{
    /// <summary>An entry's length must fit the 16 bits that the tile format gives it (C2SP tlog-tiles, entry bundles).</summary>
    public const int MaxEntryBytes = 65_535;

    /// <summary>Names are indexed: a longer one would not fit a B-tree page of PostgreSQL, and break the batch that it is in.</summary>
    public const int MaxNameLength = 1_024;

    private const int FixedMembers = 192;

    private static ReadOnlySpan<byte> StreamMember => ",\"stream\":\""u8;

    private static ReadOnlySpan<byte> TypeMember => ",\"type\":\""u8;

    private static ReadOnlySpan<byte> VersionMember => ",\"stream_version\":"u8;

    private static ReadOnlySpan<byte> TimeMember => ",\"time\":\""u8;

    public static byte[] Compose(NewEntry entry, string tenant, long position, string stream, long streamVersion, DateTimeOffset time)
    {
        var body = entry.Body.Span;
        var buffer = ArrayPool<byte>.Shared.Rent(MaxLength(tenant, stream, entry));
        var length = body.Length - 1;
        body[..length].CopyTo(buffer);
        Span<byte> rest = buffer.AsSpan(length);
        rest = Copy(rest, length > 1 ? ",\"position\":"u8 : "\"position\":"u8);
        rest = Number(rest, position);
        rest = Copy(rest, StreamMember);
        rest = Name(rest, stream);
        rest = Copy(rest, "\",\"stream_version\":"u8);
        rest = Number(rest, streamVersion);
        rest = Copy(rest, ",\"tenant\":\""u8);
        rest = Name(rest, tenant);
        rest = Copy(rest, "\",\"time\":\""u8);
        time.UtcDateTime.TryFormat(rest, out var written, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        rest = Copy(rest[written..], "\",\"type\":\""u8);
        rest = Name(rest, entry.Type);
        rest = Copy(rest, "\",\"type_version\":"u8);
        rest = Number(rest, entry.TypeVersion);
        rest = Copy(rest, "}"u8);

        var bytes = buffer.AsSpan(0, buffer.Length - rest.Length).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return bytes;
    }

    /// <summary>The stream's name. It stands last under its key: what comes behind are the log's own members.</summary>
    public static string StreamOf(ReadOnlySpan<byte> entry) => NameIn(entry, StreamMember);

    /// <summary>The event's name; it stands as the stream does.</summary>
    public static string TypeOf(ReadOnlySpan<byte> entry) => NameIn(entry, TypeMember);

    /// <summary>The place in the stream; it stands as the stream does.</summary>
    public static long StreamVersionOf(ReadOnlySpan<byte> entry)
    {
        var start = entry.LastIndexOf(VersionMember);
        var number = start < 0 ? default : entry[(start + VersionMember.Length)..];
        return Utf8Parser.TryParse(number, out long version, out _) ? version : throw new InvalidDataException("The entry is not an envelope.");
    }

    /// <summary>The commit time. It stands last under its key, as the stream does.</summary>
    public static DateTimeOffset TimeOf(ReadOnlySpan<byte> entry)
    {
        var start = entry.LastIndexOf(TimeMember);
        var time = start < 0 ? default : entry[(start + TimeMember.Length)..];
        var end = time.IndexOf((byte)'"');
        return end < 0 ? throw new InvalidDataException("The entry is not an envelope.")
            : DateTimeOffset.Parse(Encoding.ASCII.GetString(time[..end]), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
    }

    /// <summary>Refuses what could not be composed, before it joins a batch with others.</summary>
    public static void Check(string tenant, string stream, NewEntry entry)
    {
        CheckName(tenant);
        CheckName(stream);
        CheckName(entry.Type);
        if (entry.Body.Length < 2 || entry.Body.Span[0] != '{' || entry.Body.Span[^1] != '}')
            throw new ArgumentException($"The body of an entry of type {entry.Type} is not a JSON object.");
        if (MaxLength(tenant, stream, entry) > MaxEntryBytes)
            throw new ArgumentException($"An entry of type {entry.Type} with a body of {entry.Body.Length} bytes does not fit into {MaxEntryBytes} bytes.");
    }

    private static int MaxLength(string tenant, string stream, NewEntry entry) =>
        entry.Body.Length + tenant.Length + stream.Length + entry.Type.Length + FixedMembers;

    private static string NameIn(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> member)
    {
        var start = entry.LastIndexOf(member);
        var name = start < 0 ? default : entry[(start + member.Length)..];
        var end = name.IndexOf((byte)'"');
        return end < 0 ? throw new InvalidDataException("The entry is not an envelope.") : Encoding.ASCII.GetString(name[..end]);
    }

    private static Span<byte> Copy(Span<byte> destination, ReadOnlySpan<byte> source)
    {
        source.CopyTo(destination);
        return destination[source.Length..];
    }

    private static Span<byte> Number(Span<byte> destination, long value)
    {
        value.TryFormat(destination, out var written, default, CultureInfo.InvariantCulture);
        return destination[written..];
    }

    /// <summary>Tenants, streams and types are ASCII names without anything to escape; a name that is not would break the canonical form.</summary>
    private static void CheckName(string name)
    {
        if (name.Length is 0 or > MaxNameLength || name.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0 || name.AsSpan().IndexOfAny('"', '\\') >= 0)
            throw new ArgumentException($"'{name}' cannot name a tenant, stream or type.");
    }

    private static Span<byte> Name(Span<byte> destination, string name)
    {
        Encoding.ASCII.GetBytes(name, destination);
        return destination[name.Length..];
    }
}
