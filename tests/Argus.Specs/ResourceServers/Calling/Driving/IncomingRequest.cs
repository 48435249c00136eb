using System.Security.Claims;
using System.Text;
using Argus.Jose;
using Argus.ResourceServer;
using Argus.ResourceServer.Callers;
using Microsoft.AspNetCore.Http;

namespace Argus.Specs.ResourceServers.Calling.Driving;

/// <summary>Requests that the calling service is answering.</summary>
internal static class IncomingRequest
{
    /// <summary>One that Argus let in.</summary>
    public static HttpContext With(string token, string scheme = "Bearer")
    {
        var http = WithoutCaller(token, scheme);
        http.User = new ClaimsPrincipal(new ArgusIdentity(new ArgusCaller(Known()), "Argus"));
        return http;
    }

    /// <summary>One that somebody else let in.</summary>
    public static HttpContext OfSomebodyElse(string token)
    {
        var http = WithoutCaller(token, "Bearer");
        http.User = new ClaimsPrincipal(new ClaimsIdentity("cookies"));
        return http;
    }

    public static HttpContext WithoutCaller(string token, string scheme = "Bearer") => new DefaultHttpContext { Request = { Headers = { Authorization = $"{scheme} {token}" } } };

    private static AccessToken Known()
    {
        using var key = new SigningKey(System.Security.Cryptography.RSA.Create(2048));
        var claims = """{"iss":"https://auth.example","sub":"alice","aud":"https://me.example","exp":2000000000,"iat":1999999900,"nbf":1999999900,"jti":"j","client_id":"spa"}""";
        var jws = UnsignedJws.Create(UnsignedJws.EncodeHeader(key.Kid, TokenType.AccessToken), Encoding.UTF8.GetBytes(claims), key.SignatureLength).Sign(key);
        using var verification = new VerificationKey(key.PublicJwk);
        var rules = new TokenRules { Issuer = "https://auth.example", Typ = TokenType.AccessToken, ClockSkew = TimeSpan.FromSeconds(60), MaxLifetime = TimeSpan.FromHours(1) };
        JwtValidator.Validate(jws.Span, rules, _ => verification, DateTimeOffset.FromUnixTimeSeconds(1_999_999_950), out var verified);
        return new AccessToken(verified!);
    }
}
