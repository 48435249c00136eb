using System.Buffers;
using System.Text.Json;
using Argus.Jose;

namespace Argus.Authority.Issuance;

/// <summary>Writes claims into a token that is to be signed, with a writer that each thread has once.</summary>
internal static class PayloadWriter
{
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    /// <param name="header">The encoded header under the key that will sign.</param>
    /// <param name="signatureLength">Of that key.</param>
    /// <param name="claims">What <paramref name="write"/> writes.</param>
    /// <param name="write">Writes the members.</param>
    public static UnsignedJws Write<T>(byte[] header, int signatureLength, T claims, Action<Utf8JsonWriter, T> write)
    {
        var (buffer, json) = _writer ??= NewWriter();
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        write(json, claims);
        json.WriteEndObject();
        json.Flush();
        return UnsignedJws.Create(header, buffer.WrittenSpan, signatureLength);
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }));
    }
}
