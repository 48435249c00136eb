using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Domain.Users;

/// <summary>
/// What is known about a user (OpenID Connect Core §5.1), in the order of the names, as canonical JSON has it. Two sets of the same claims are equal, in
/// whatever order they were given. <see cref="ClaimRules"/> says what may be in one; what the log holds is read as it is.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class UserClaims : IReadOnlyList<KeyValuePair<string, ClaimValue>>, IEquatable<UserClaims>
{
    private readonly KeyValuePair<string, ClaimValue>[] _claims;

    private UserClaims(KeyValuePair<string, ClaimValue>[] claims) => _claims = claims;

    public static UserClaims None { get; } = new([]);

    public int Count => _claims.Length;

    public KeyValuePair<string, ClaimValue> this[int index] => _claims[index];

    /// <param name="claims">With each name once.</param>
    public static UserClaims Of(params IEnumerable<KeyValuePair<string, ClaimValue>> claims) =>
        new([.. claims.OrderBy(claim => claim.Key, StringComparer.Ordinal)]);

    /// <summary>The claim's value, if there is one.</summary>
    public ClaimValue? Find(string name)
    {
        foreach (var (key, value) in _claims)
        {
            if (key == name)
                return value;
        }

        return null;
    }

    public bool Equals(UserClaims? other) => other is not null && _claims.AsSpan().SequenceEqual(other._claims);

    public override bool Equals(object? obj) => Equals(obj as UserClaims);

    public override int GetHashCode() => _claims.Length == 0 ? 0 : HashCode.Combine(_claims.Length, _claims[0], _claims[^1]);

    /// <summary>Who somebody is, is not for log lines.</summary>
    public override string ToString() => $"UserClaims({Count})";

    public IEnumerator<KeyValuePair<string, ClaimValue>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, ClaimValue>>)_claims).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _claims.GetEnumerator();

    internal sealed class Converter : JsonConverter<UserClaims>
    {
        private static readonly ClaimValue.Converter Value = new();

        public override UserClaims Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException("Not an object of claims.");
            var claims = new Dictionary<string, ClaimValue>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (!claims.TryAdd(name, Value.Read(ref reader, typeof(ClaimValue), options)))
                    throw new JsonException("A claim is there twice.");
            }

            return reader.TokenType == JsonTokenType.EndObject ? Of(claims) : throw new JsonException("Not an object of claims.");
        }

        public override void Write(Utf8JsonWriter writer, UserClaims value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, claim) in value._claims)
            {
                writer.WritePropertyName(name);
                claim.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
    }
}
