using System.Buffers;
using System.Text.Json;

namespace Argus.Jose.Receipts;

/// <summary>The claims of a batch, as they are signed.</summary>
public static class ReceiptWriter
{
    /// <param name="batch">What is said.</param>
    /// <param name="clientId">Who says it: <c>iss</c>.</param>
    /// <param name="issuer">To whom: <c>aud</c>.</param>
    /// <param name="jti">Of this JWS alone.</param>
    /// <param name="now">When: <c>iat</c>.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(ReceiptBatch batch, string clientId, string issuer, string jti, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var buffer = new ArrayBufferWriter<byte>(512 + (160 * batch.Receipts.Count));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, clientId);
            json.WriteString("aud"u8, issuer);
            json.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
            json.WriteNumber("exp"u8, (now + ReceiptBatch.Lifetime).ToUnixTimeSeconds());
            json.WriteString("jti"u8, jti);
            Write(json, batch);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ReceiptBatch batch)
    {
        json.WriteString("verifier"u8, batch.Verifier);
        json.WriteNumber("seq"u8, batch.Sequence);
        if (batch.Previous is not null) json.WriteString("prev"u8, batch.Previous);
        json.WriteStartArray("kids"u8);
        foreach (var kid in batch.Kids) json.WriteStringValue(kid);
        json.WriteEndArray();
        if (batch.KeysAge is { } age) json.WriteNumber("jwks_age"u8, age);
        json.WriteStartArray("receipts"u8);
        foreach (var receipt in batch.Receipts) Write(json, receipt);
        json.WriteEndArray();
        if (batch.Unlisted.Count == 0) return;
        json.WriteStartObject("unlisted"u8);
        foreach (var (reason, count) in batch.Unlisted) json.WriteNumber(reason, count);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Receipt receipt)
    {
        json.WriteStartObject();
        json.WriteString("d"u8, receipt.Digest);
        if (receipt.JwtId is not null) json.WriteString("jti"u8, receipt.JwtId);
        json.WriteString("r"u8, receipt.Reason);
        json.WriteNumber("n"u8, receipt.Count);
        json.WriteNumber("t"u8, receipt.FirstSeen);
        json.WriteEndObject();
    }
}
