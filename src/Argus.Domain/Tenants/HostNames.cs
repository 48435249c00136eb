using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.Tenants;

/// <summary>The host names of a tenant, in the order in which they were given: the first is the issuer's, so another behind it changes no token.</summary>
[JsonConverter(typeof(Converter))]
public sealed class HostNames : IReadOnlyList<string>, IEquatable<HostNames>
{
    private readonly string[] _names;

    private HostNames(string[] names) => _names = names;

    public static HostNames None { get; } = new([]);

    public int Count => _names.Length;

    public string this[int index] => _names[index];

    public static HostNames Of(params IEnumerable<string> names) => new([.. names.Distinct(StringComparer.Ordinal)]);

    public bool Equals(HostNames? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    public override bool Equals(object? obj) => Equals(obj as HostNames);

    public override int GetHashCode() => _names.Length == 0 ? 0 : HashCode.Combine(_names.Length, _names[0]);

    public override string ToString() => string.Join(' ', _names);

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _names.GetEnumerator();

    internal sealed class Converter : JsonConverter<HostNames>
    {
        public override HostNames Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new([.. NameArray.Read(ref reader)]);

        public override void Write(Utf8JsonWriter writer, HostNames value, JsonSerializerOptions options) => NameArray.Write(writer, value._names);
    }
}
