using System.Text.Json;
using Argus.Authority.Issuance;
using Argus.Authority.Verification;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Server.Protocol.Introspection;

/// <summary>RFC 7662 §2.2.</summary>
internal static class IntrospectionResponse
{
    /// <param name="json">Inside the object.</param>
    /// <param name="token">The token if it is active, else null: then nothing more is said.</param>
    public static void Write(Utf8JsonWriter json, ActiveToken? token)
    {
        json.WriteBoolean("active"u8, token is not null);
        if (token is null)
            return;

        var accessToken = token.AccessToken;
        json.WriteString("iss"u8, token.Issuer);
        json.WriteString("sub"u8, token.Subject);
        if (accessToken is not null)
            AudienceClaim.Write(json, accessToken.Audiences);
        json.WriteString("client_id"u8, token.ClientId);
        if (token.Scope is not null)
            json.WriteString("scope"u8, token.Scope);
        if (accessToken is not null)
            json.WriteString("token_type"u8, token.Confirmation is { Method: Confirmation.Jkt } ? "DPoP"u8 : "Bearer"u8);
        json.WriteNumber("exp"u8, token.ExpiresAt);
        json.WriteNumber("iat"u8, token.IssuedAt);
        if (accessToken is null)
            return;
        json.WriteNumber("nbf"u8, accessToken.NotBefore);
        json.WriteString("jti"u8, accessToken.JwtId);
        WriteDelegation(json, accessToken);
        if (token.Confirmation is { } confirmation)
            LineageClaims.WriteConfirmation(json, confirmation);
    }

    /// <summary>RFC 8693 §4.1, §4.4: the claims as the token has them.</summary>
    private static void WriteDelegation(Utf8JsonWriter json, VerifiedToken token)
    {
        var payload = token.Payload.Span;
        var reader = new Utf8JsonReader(payload);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueTextEquals("act"u8) ? "act" : reader.ValueTextEquals("may_act"u8) ? "may_act" : null;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (name is null)
                continue;
            json.WritePropertyName(name);
            json.WriteRawValue(payload[start..(int)reader.BytesConsumed]);
        }
    }
}
