using Argus.Authority.Issuance;
using Argus.Domain.Kernel;
using Argus.Server.Protocol.Shared;

namespace Argus.Server.Protocol.Token;

/// <summary>RFC 6749 §5.1, RFC 8693 §2.2.1, OpenID Connect Core §3.1.3.3.</summary>
internal static class TokenResponse
{
    public static Task WriteAsync(HttpContext http, TokenAnswer answer) => OAuthAnswer.JsonAsync(http, answer, static (json, answer) =>
    {
        json.WriteString("access_token"u8, answer.AccessToken.Span);
        if (answer.IssuedTokenType is not null)
            json.WriteString("issued_token_type"u8, answer.IssuedTokenType);
        json.WriteString("token_type"u8, answer.Confirmation is { Method: Confirmation.Jkt } ? "DPoP"u8 : "Bearer"u8);
        json.WriteNumber("expires_in"u8, answer.ExpiresIn);
        if (answer.RefreshToken is not null)
            json.WriteString("refresh_token"u8, answer.RefreshToken);
        if (!answer.IdToken.IsEmpty)
            json.WriteString("id_token"u8, answer.IdToken.Span);
        if (answer.Scope is not null)
            json.WriteString("scope"u8, answer.Scope);
    });
}
