using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>Distinct names in ordinal order. Two sets of the same names are equal, in whatever order they were given.</summary>
[JsonConverter(typeof(Converter))]
public sealed class NameSet : IReadOnlyCollection<string>, IEquatable<NameSet>
{
    [ThreadStatic]
    private static NameSet? _latest;

    private readonly string[] _names;
    private string? _text;

    private NameSet(string[] names) => _names = names;

    public static NameSet Empty { get; } = new([]);

    public int Count => _names.Length;

    public static NameSet Of(IEnumerable<string> names)
    {
        if (names is List<string> { Count: > 0 } list && IsSorted(list))
            return list.Count == 1 ? OfRecurring(list[0]) : new NameSet([.. list]);
        var sorted = names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return sorted.Length == 0 ? Empty : new NameSet(sorted);
    }

    private static bool IsSorted(List<string> names)
    {
        for (var i = 1; i < names.Count; i++)
        {
            if (string.CompareOrdinal(names[i - 1], names[i]) >= 0)
                return false;
        }

        return true;
    }

    /// <summary>Most sets in a log are of one name, and the same one as in the event before.</summary>
    private static NameSet OfRecurring(string name) =>
        _latest is { } latest && ReferenceEquals(latest._names[0], name) ? latest : _latest = new NameSet([name]);

    public static NameSet Of(string name) => new([name]);

    public bool Contains(string name) => Array.BinarySearch(_names, name, StringComparer.Ordinal) >= 0;

    public bool IsSubsetOf(NameSet other) => Array.TrueForAll(_names, other.Contains);

    public NameSet Intersect(NameSet other) => IsSubsetOf(other) ? this : Of(_names.Where(other.Contains));

    public bool Equals(NameSet? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    public override bool Equals(object? obj) => Equals(obj as NameSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var name in _names)
            hash.Add(name, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>The names with a space between, as <c>scope</c> is written (RFC 6749 §3.3).</summary>
    public override string ToString() => _text ??= string.Join(' ', _names);

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _names.GetEnumerator();

    internal sealed class Converter : JsonConverter<NameSet>
    {
        public override NameSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Of(NameArray.Read(ref reader));

        public override void Write(Utf8JsonWriter writer, NameSet value, JsonSerializerOptions options) => NameArray.Write(writer, value._names);
    }
}

/// <summary>Names as a JSON array of strings.</summary>
internal static class NameArray
{
    public static List<string> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Not an array of names.");
        var names = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            names.Add(RecurringText.Read(ref reader)!);
        return reader.TokenType == JsonTokenType.EndArray ? names : throw new JsonException("Not an array of names.");
    }

    public static void Write(Utf8JsonWriter writer, string[] names)
    {
        writer.WriteStartArray();
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
