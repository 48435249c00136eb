using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Argus.Domain.Tokens;
using Argus.Jose;

namespace Argus.Authority.Issuance;

/// <summary>The claims of an access token (RFC 9068 §2.2), written once and in one order.</summary>
internal static class AccessTokenPayload
{
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    /// <param name="header">The encoded header under the key that will sign.</param>
    /// <param name="signatureLength">Of that key.</param>
    /// <param name="issuer"><c>iss</c></param>
    /// <param name="token">All else; its digest is not read, but follows from the result.</param>
    public static UnsignedJws Write(byte[] header, int signatureLength, string issuer, TokenIssued token)
    {
        var (buffer, json) = _writer ??= NewWriter();
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("iss"u8, issuer);
        json.WriteString("sub"u8, token.Sub);
        AudienceClaim.Write(json, token.Aud);
        json.WriteNumber("exp"u8, token.Exp);
        json.WriteNumber("iat"u8, token.Iat);
        json.WriteNumber("nbf"u8, token.Iat);
        json.WriteString("jti"u8, token.Jti.Value);
        json.WriteString("client_id"u8, token.ClientId.Value);
        if (token.Scope is not null)
            json.WriteString("scope"u8, token.Scope);
        json.WriteEndObject();
        json.Flush();
        return UnsignedJws.Create(header, buffer.WrittenSpan, signatureLength);
    }

    public static string DigestOf(UnsignedJws token) => Base64Url.EncodeToString(token.Digest);

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }));
    }
}
