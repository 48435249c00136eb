using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.Clients;

/// <summary>
/// What a client may ask for at most, resource by resource, in the order of the resources' names, as canonical JSON has it. Two of the same content are equal,
/// in whatever order they were given.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class ResourceScopes : IReadOnlyList<KeyValuePair<string, NameSet>>, IEquatable<ResourceScopes>
{
    private readonly KeyValuePair<string, NameSet>[] _scopes;

    private ResourceScopes(KeyValuePair<string, NameSet>[] scopes) => _scopes = scopes;

    public static ResourceScopes None { get; } = new([]);

    public int Count => _scopes.Length;

    public KeyValuePair<string, NameSet> this[int index] => _scopes[index];

    /// <param name="scopes">With each resource once.</param>
    public static ResourceScopes Of(params IEnumerable<KeyValuePair<string, NameSet>> scopes) =>
        new([.. scopes.OrderBy(pair => pair.Key, StringComparer.Ordinal)]);

    /// <returns>Null where nothing is said of the resource.</returns>
    public NameSet? Find(string resource)
    {
        foreach (var (name, scopes) in _scopes)
        {
            if (name == resource)
                return scopes;
        }

        return null;
    }

    public bool Equals(ResourceScopes? other) => other is not null && _scopes.AsSpan().SequenceEqual(other._scopes);

    public override bool Equals(object? obj) => Equals(obj as ResourceScopes);

    public override int GetHashCode() => _scopes.Length == 0 ? 0 : HashCode.Combine(_scopes.Length, _scopes[0].Key, _scopes[^1].Value);

    public IEnumerator<KeyValuePair<string, NameSet>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, NameSet>>)_scopes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _scopes.GetEnumerator();

    internal sealed class Converter : JsonConverter<ResourceScopes>
    {
        public override ResourceScopes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException("Not an object of scopes.");
            var scopes = new Dictionary<string, NameSet>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (!scopes.TryAdd(name, NameSet.Of(NameArray.Read(ref reader))))
                    throw new JsonException("A resource is there twice.");
            }

            return reader.TokenType == JsonTokenType.EndObject ? Of(scopes) : throw new JsonException("Not an object of scopes.");
        }

        public override void Write(Utf8JsonWriter writer, ResourceScopes value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, scopes) in value._scopes)
            {
                writer.WritePropertyName(name);
                NameArray.Write(writer, [.. scopes]);
            }

            writer.WriteEndObject();
        }
    }
}
