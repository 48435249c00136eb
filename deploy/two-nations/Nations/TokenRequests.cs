using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Jose;

namespace Argus.TwoNations.Nations;

/// <summary>A service at an issuer, its own or a foreign one, one request at a time: what the library does unseen, and what it has no word for.</summary>
/// <param name="http">Follows no redirects.</param>
/// <param name="service">Whose service.</param>
/// <param name="issuer">Where.</param>
internal sealed class TokenRequests(HttpClient http, Nation service, Nation issuer)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";
    private const int AssertionSeconds = 60;
    private const int JwtIdBytes = 16;
    private const int MostTries = 10;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>RFC 6749 §4.4: a token for itself.</summary>
    public Task<Reply> ForItselfAsync(string resource, CancellationToken stop) =>
        PostAsync(issuer.At.Token, stop, ("grant_type", "client_credentials"), ("resource", resource), ("scope", NationNames.Read));

    /// <summary>RFC 7523 §2.1: a token here, for one of a peer that was made for this issuer.</summary>
    public Task<Reply> ForAssertionAsync(string assertion, string resource, CancellationToken stop) => PostAsync(
        issuer.At.Token, stop, ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion), ("resource", resource), ("scope", NationNames.Read));

    /// <summary>RFC 8693: a token for the next in line, for whoever the one that is brought is for.</summary>
    public Task<Reply> ExchangeAsync(string subjectToken, string resource, CancellationToken stop) => PostAsync(
        issuer.At.Token, stop, ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", subjectToken),
        ("subject_token_type", AccessToken), ("resource", resource), ("scope", NationNames.Read));

    /// <summary>RFC 7662 §2.</summary>
    /// <returns>Whether the issuer says that it is good.</returns>
    public async Task<bool> IsActiveAsync(string token, CancellationToken stop)
    {
        var reply = await PostAsync(issuer.At.Introspection, stop, ("token", token));
        return reply.IsGood && reply.Body.GetProperty("active").GetBoolean();
    }

    /// <summary>An authority that cannot answer says so, and has lost nothing (RFC 9110 §15.6.4): a client asks again, with another assertion.</summary>
    private async Task<Reply> PostAsync(Uri endpoint, CancellationToken stop, params (string Name, string Value)[] form)
    {
        for (var tries = 1; ; tries++)
        {
            var reply = await TryAsync(endpoint, form, stop);
            if (reply.Status != HttpStatusCode.ServiceUnavailable || tries == MostTries)
                return reply;
            await Task.Delay(BetweenTries, stop);
        }
    }

    private async Task<Reply> TryAsync(Uri endpoint, (string Name, string Value)[] form, CancellationToken stop)
    {
        (string Name, string Value)[] proof = [("client_id", service.Names.Service), ("client_assertion_type", AssertionType), ("client_assertion", Assertion())];
        using var content = new FormUrlEncodedContent(form.Concat(proof).Select(each => KeyValuePair.Create(each.Name, each.Value)));
        using var response = await http.PostAsync(endpoint, content, stop);
        return await Reply.ReadAsync(response, stop);
    }

    /// <summary><c>private_key_jwt</c> (RFC 7523 §3): for this issuer alone, for one use.</summary>
    private string Assertion()
    {
        using var claims = new MemoryStream();
        using (var json = new Utf8JsonWriter(claims))
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            json.WriteStartObject();
            json.WriteString("aud"u8, issuer.At.Issuer);
            json.WriteNumber("exp"u8, now + AssertionSeconds);
            json.WriteNumber("iat"u8, now);
            json.WriteString("iss"u8, service.Names.Service);
            json.WriteString("jti"u8, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(JwtIdBytes)));
            json.WriteString("sub"u8, service.Names.Service);
            json.WriteEndObject();
        }

        var key = service.Service.Key;
        return Encoding.ASCII.GetString(UnsignedJws.Create(UnsignedJws.EncodeHeader(key.Kid, "JWT"), claims.ToArray(), key.SignatureLength).Sign(key).Span);
    }
}
