using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Argus.Log.Documents;

namespace Argus.Log.Checkpoints;

/// <summary>All keys that a log has had, as <c>{issuer}/log/keys</c> and an export's <c>keys.json</c> give them; oldest first.</summary>
public sealed class LogKeyHistory
{
    /// <summary>Of the document.</summary>
    public const int MaxBytes = 1 << 20;

    private const int MostKeys = 512;

    /// <exception cref="ArgumentException">A key bears another name than the log's origin, or one was activated before the one before it.</exception>
    public LogKeyHistory(string origin, IReadOnlyList<LogKey> keys)
    {
        Origin = origin;
        Keys = keys;
        if (Fault() is { } fault)
            throw new ArgumentException(fault, nameof(keys));
    }

    public string Origin { get; }

    public IReadOnlyList<LogKey> Keys { get; }

    /// <summary>The keys that a checkpoint of a size may be signed by.</summary>
    public IEnumerable<NoteKey> KeysAt(long size) =>
        Keys.Where(key => key.SignsAt(size)).SelectMany(key => key.Ed25519 is { } second ? new NoteKey[] { key.Rsa, second } : [key.Rsa]);

    /// <summary>Reads the document. Every member is checked: the thumbprint and the JWK are those of the note key.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out LogKeyHistory? history) => TryParse(json, out history, out _);

    /// <param name="fault">What is wrong with it, if something is.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out LogKeyHistory? history, [NotNullWhen(false)] out string? fault)
    {
        (history, fault) = (null, null);
        try
        {
            if (json.Length > MaxBytes)
                throw new InvalidDataException($"It is larger than {MaxBytes} bytes.");
            history = StrictObject.Read(json, members => new LogKeyHistory(members.Text("origin"), members.Objects("keys", MostKeys, KeyOf)));
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            fault = e.Message;
            return false;
        }
    }

    /// <summary>Writes the document.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("origin", Origin);
            json.WriteStartArray("keys");
            foreach (var key in Keys)
                Write(json, key);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private string? Fault()
    {
        if (!NoteSignature.IsName(Origin))
            return "The origin is no name of a note's key.";
        if (Keys.Any(key => key.Rsa.Name != Origin || (key.Ed25519 is { } second && second.Name != Origin)))
            return "A key bears another name than the log.";
        if (Keys.Any(key => key.RetiredPosition < key.ActivatedPosition || key.RetiredPosition is null != key.RetiredAt is null))
            return "A key is retired before it is activated, or half.";
        return Keys.Zip(Keys.Skip(1)).Any(pair => pair.Second.ActivatedPosition <= pair.First.ActivatedPosition) ? "The keys are not in order." : null;
    }

    private static LogKey KeyOf(StrictObject members)
    {
        if (!NoteKey.TryParse(members.Text("note_key"), out var parsed) || parsed is not TreeHeadKey rsa)
            throw members.Wrong("note_key", "is no RSA key of a log, or its id is not its own");
        Ed25519NoteKey? second = null;
        if (members.OptionalText("ed25519_note_key") is { } text)
        {
            second = NoteKey.TryParse(text, out var other) && other is Ed25519NoteKey ed25519
                ? ed25519 : throw members.Wrong("ed25519_note_key", "is no Ed25519 key of a log, or its id is not its own");
        }

        var key = new LogKey(
            rsa, second, members.Time("activated_at"), members.Number("activated_position"), members.OptionalTime("retired_at"), members.OptionalNumber("retired_position"));
        if (members.Text("kid") != key.Kid)
            throw members.Wrong("kid", "is not the thumbprint of note_key");
        if (!IsJwkOf(rsa.Parameters(), members.Any("jwk", JsonValueKind.Object)))
            throw members.Wrong("jwk", "is not the key of note_key");
        return key;
    }

    private static bool IsJwkOf(RSAParameters key, JsonElement jwk) =>
        Is(jwk, "kty", "RSA") && Is(jwk, "n", Base64Url.EncodeToString(key.Modulus)) && Is(jwk, "e", Base64Url.EncodeToString(key.Exponent));

    private static bool Is(JsonElement jwk, string name, string value) =>
        jwk.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.ValueEquals(value);

    private static void Write(Utf8JsonWriter json, LogKey key)
    {
        var parameters = key.Rsa.Parameters();
        json.WriteStartObject();
        json.WriteString("kid", key.Kid);
        json.WriteStartObject("jwk");
        json.WriteString("kty", "RSA");
        json.WriteString("n", Base64Url.EncodeToString(parameters.Modulus));
        json.WriteString("e", Base64Url.EncodeToString(parameters.Exponent));
        json.WriteEndObject();
        json.WriteString("note_key", key.Rsa.ToString());
        if (key.Ed25519 is { } second)
            json.WriteString("ed25519_note_key", second.ToString());
        json.WriteString("activated_at", Rfc3339(key.ActivatedAt));
        json.WriteNumber("activated_position", key.ActivatedPosition);
        if (key is { RetiredAt: { } at, RetiredPosition: { } position })
        {
            json.WriteString("retired_at", Rfc3339(at));
            json.WriteNumber("retired_position", position);
        }

        json.WriteEndObject();
    }

    private static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
