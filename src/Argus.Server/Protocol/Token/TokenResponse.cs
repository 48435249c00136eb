using Argus.Authority.Issuance;
using Argus.Server.Protocol.Shared;

namespace Argus.Server.Protocol.Token;

/// <summary>RFC 6749 §5.1.</summary>
internal static class TokenResponse
{
    public static Task WriteAsync(HttpContext http, TokenAnswer answer) => OAuthAnswer.JsonAsync(http, answer, static (json, answer) =>
    {
        json.WriteString("access_token"u8, answer.AccessToken.Span);
        json.WriteString("token_type"u8, "Bearer"u8);
        json.WriteNumber("expires_in"u8, answer.ExpiresIn);
        if (answer.Scope is not null)
            json.WriteString("scope"u8, answer.Scope);
    });
}
