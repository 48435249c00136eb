using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Domain.Kernel;

namespace Argus.Domain.PersonalData;

/// <summary>Values of the domain to sealed ones, and back.</summary>
public static class PersonalValues
{
    /// <summary>Closes a value; its plaintext is its canonical JSON (RFC 8785), as it would stand in the log in clear.</summary>
    public static Kept<T> Keep<T>(this IPersonalSeal seal, string member, T value) where T : notnull => new(seal.Close(member, ToJson(value)), default);

    /// <exception cref="PersonalDataLostException"/>
    public static T Open<T>(this IPersonalSeal seal, string member, Kept<T> kept) where T : notnull =>
        kept.Sealed is { } @sealed ? FromJson<T>(seal.Open(member, @sealed)) : kept.Clear!;

    /// <summary>The value of an old log, which needs no key.</summary>
    /// <returns>False if it is sealed.</returns>
    public static bool TryReadClear<T>(this Kept<T> kept, out T? value) where T : notnull
    {
        value = kept.Clear;
        return kept.Sealed is null;
    }

    internal static byte[] ToJson<T>(T value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = CanonicalEncoder.Instance, SkipValidation = true }))
            JsonSerializer.Serialize(json, value, (JsonTypeInfo<T>)EventJson.Default.Options.GetTypeInfo(typeof(T)));
        return buffer.ToArray();
    }

    private static T FromJson<T>(ReadOnlySpan<byte> plaintext)
    {
        try
        {
            return JsonSerializer.Deserialize(plaintext, CompleteJson.Of<T>()) ?? throw new JsonException("A personal value is null.");
        }
        catch (JsonException)
        {
            // The message would hold what it found.
            throw new PersonalDataLostException("What was sealed is not what stands there.");
        }
    }
}
