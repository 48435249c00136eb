using System.Globalization;
using System.Text.Json;

namespace Argus.Log.Documents;

/// <summary>
/// A JSON object that is read member by member: each has one type, none stands twice, and one that nobody asked for is an error. What is wrong is an
/// <see cref="InvalidDataException"/> that names the member.
/// </summary>
internal sealed class StrictObject
{
    private const int Deepest = 8;
    private const string Rfc3339 = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    private readonly string _path;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    private StrictObject(JsonElement element, string path)
    {
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
            throw Wrong(path, "is no object");
        foreach (var member in element.EnumerateObject())
            _members.Add(member.Name, member.Value);
    }

    /// <exception cref="InvalidDataException">It is no JSON, no object, or reading it did not ask for all of its members.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> json, Func<StrictObject, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = Deepest });
            return Whole(document.RootElement, "it", read);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("It is not JSON, or a member stands twice.", e);
        }
        catch (InvalidOperationException e)
        {
            // A string that is no UTF-8, or half of a surrogate pair.
            throw new InvalidDataException("It holds a text that is no UTF-8.", e);
        }
    }

    public bool Has(string name) => _members.ContainsKey(name);

    public string Text(string name) => Take(name, JsonValueKind.String).GetString()!;

    public string? OptionalText(string name) => Has(name) ? Text(name) : null;

    /// <summary>From 0, in digits only.</summary>
    public long Number(string name) => Take(name, JsonValueKind.Number) is var number && number.TryGetInt64(out var value)
        && value >= 0 && number.IsWrittenAs(value) ? value : throw Wrong(name, "is no number from 0");

    public long? OptionalNumber(string name) => Has(name) ? Number(name) : null;

    /// <summary>A number that may be -1 too.</summary>
    public long PositionOrNone(string name) => Take(name, JsonValueKind.Number) is var number && number.TryGetInt64(out var value)
        && value >= -1 && number.IsWrittenAs(value) ? value : throw Wrong(name, "is no position");

    /// <summary>RFC 3339 in UTC.</summary>
    public DateTimeOffset Time(string name) =>
        DateTimeOffset.TryParseExact(Text(name), Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : throw Wrong(name, "is no time in UTC");

    public DateTimeOffset? OptionalTime(string name) => Has(name) ? Time(name) : null;

    /// <summary>Base64 with padding, in its one form.</summary>
    public byte[] Base64(string name) => Base64(Text(name), name);

    public T Object<T>(string name, Func<StrictObject, T> read) => Whole(Take(name, JsonValueKind.Object), name, read);

    public List<T> Objects<T>(string name, int most, Func<StrictObject, T> read) =>
        [.. Array(name, most).Select((element, i) => Whole(element, $"{name}[{i}]", read))];

    public List<byte[]> Hashes(string name, int most, int size) => [.. Array(name, most).Select(element =>
        element.ValueKind == JsonValueKind.String && Base64(element.GetString()!, name) is var hash && hash.Length == size ? hash : throw Wrong(name, "holds no hash"))];

    /// <summary>A member that is not looked into.</summary>
    public JsonElement Any(string name, JsonValueKind kind) => Take(name, kind);

    public InvalidDataException Wrong(string name, string what) => new($"{(name == _path ? name : $"{_path}: {name}")} {what}.");

    private static T Whole<T>(JsonElement element, string path, Func<StrictObject, T> read)
    {
        var members = new StrictObject(element, path);
        var value = read(members);
        return members._members.Count == 0 ? value : throw new InvalidDataException($"{path} has a member that has no place there.");
    }

    private JsonElement Take(string name, JsonValueKind kind) =>
        _members.Remove(name, out var value) && value.ValueKind == kind ? value : throw Wrong(name, "is missing, or of another type");

    private IEnumerable<JsonElement> Array(string name, int most)
    {
        var array = Take(name, JsonValueKind.Array);
        return array.GetArrayLength() <= most ? array.EnumerateArray() : throw Wrong(name, "is too long");
    }

    private byte[] Base64(string text, string name)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) && Convert.ToBase64String(bytes, 0, written) == text
            ? bytes[..written] : throw Wrong(name, "is no base64");
    }
}

/// <summary>A JSON number has many texts.</summary>
internal static class JsonNumbers
{
    /// <summary>Whether a number is written in its shortest form: digits, without exponent, fraction or leading zeroes.</summary>
    public static bool IsWrittenAs(this JsonElement number, long value) => number.GetRawText() == value.ToString(CultureInfo.InvariantCulture);
}
