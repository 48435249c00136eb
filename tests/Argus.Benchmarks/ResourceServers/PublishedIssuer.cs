using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Argus.Jose;
using Argus.ResourceServer.Revocation;

namespace Argus.Benchmarks.ResourceServers;

/// <summary>An issuer in this process: its documents, its tokens, and what it has revoked.</summary>
internal sealed class PublishedIssuer : HttpMessageHandler, IRevocationViews, IRevocationView
{
    public const string Name = "https://auth.example/t/acme";
    public const string Audience = "https://api.acme.example";

    private readonly SigningKey key = new(RSA.Create(2048));
    private readonly HashSet<string> revoked = [.. Enumerable.Range(0, 1000).Select(each => $"revoked-{each}")];

    public RsaPublicJwk PublicKey => key.PublicJwk;

    /// <summary>A token as a node writes it, for an hour.</summary>
    public string Token(int number, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var payload = $$"""
            {"iss":"{{Name}}","sub":"01JD0000000000000000{{number:D6}}","aud":"{{Audience}}","exp":{{seconds + 3600}},"iat":{{seconds}},"nbf":{{seconds}},"jti":"01JD1111111111111111{{number:D6}}","client_id":"web","scope":"openid orders.read orders.write","auth_time":{{seconds}},"acr":"pwd","amr":["pwd"],"fid":"01JD2222222222222222{{number:D6}}"}
            """;
        var jws = UnsignedJws.Create(UnsignedJws.EncodeHeader(key.Kid, TokenType.AccessToken), Encoding.UTF8.GetBytes(payload), key.SignatureLength);
        return Encoding.ASCII.GetString(jws.Sign(key).Span);
    }

    public IRevocationView Of(RevocationSource source) => this;

    public RevocationAnswer Ask(Argus.ResourceServer.AccessToken token) =>
        revoked.Contains(token.JwtId) || revoked.Contains(token.Subject) || (token.FamilyId is { } family && revoked.Contains(family)) ? RevocationAnswer.Revoked : RevocationAnswer.NotRevoked;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.RequestUri!.AbsolutePath.EndsWith("jwks.json", StringComparison.Ordinal)
            ? JwkSet.Write([key.PublicJwk])
            : Encoding.UTF8.GetBytes($$"""{"issuer":"{{Name}}","jwks_uri":"{{Name}}/.well-known/jwks.json"}""");
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(body) };
        answer.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Task.FromResult(answer);
    }
}
