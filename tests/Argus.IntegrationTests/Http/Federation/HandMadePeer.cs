using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Argus.IntegrationTests.Http.Driving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.Http.Federation;

/// <summary>An authority that is none of the product's: a web server with a document, and keys that tokens are signed with by the platform.</summary>
internal sealed class HandMadePeer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;

    private HandMadePeer(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(CountAsync);
        Issuer = $"http://127.0.0.1:{port}";
        Answer = JsonAsync;
        Document = Jwks(Key);
    }

    public string Issuer { get; }

    public string JwksUri => $"{Issuer}/jwks.json";

    public RSA Key { get; } = RSA.Create(2048);

    /// <summary>What stands at <see cref="JwksUri"/>.</summary>
    public string Document { get; set; }

    /// <summary>How it is answered.</summary>
    public Func<HttpContext, Task> Answer { get; set; }

    public int Asked => Volatile.Read(ref _asked);

    public static async Task<HandMadePeer> StartAsync()
    {
        var peer = new HandMadePeer(Ports.Free());
        await peer._app.StartAsync(TestContext.Current.CancellationToken);
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Key.Dispose();
    }

    public Task JsonAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(Document);
    }

    /// <summary>A description of it for the node's operators.</summary>
    public string Described(string more = "") =>
        $$"""{"issuer":"{{Issuer}}","jwks_uri":"{{JwksUri}}","subject_prefix":"ally:","audiences":["{{Known.Orders}}"],"scope":"orders.read"{{more}}}""";

    public string Token(RSA? key = null, string audience = Known.Orders, int seconds = 300, string subject = "bob")
    {
        key ??= Key;
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = Encode($$"""{"alg":"RS256","typ":"at+jwt","kid":"{{KidOf(key)}}"}""");
        var payload = Encode(
            $$"""{"iss":"{{Issuer}}","sub":"{{subject}}","aud":"{{audience}}","iat":{{now}},"nbf":{{now}},"exp":{{now + seconds}},"jti":"{{Guid.CreateVersion7()}}","client_id":"app","scope":"orders.read orders.write"}""");
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{payload}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{payload}.{Base64Url.EncodeToString(signature)}";
    }

    public static string Jwks(params RSA[] keys) => $$"""{"keys":[{{string.Join(',', keys.Select(Jwk))}}]}""";

    public static string ModulusOf(RSA key) => Base64Url.EncodeToString(key.ExportParameters(false).Modulus);

    public static string KidOf(RSA key) => $"key-{ModulusOf(key)[..8]}";

    private static string Jwk(RSA key) => $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{KidOf(key)}}","n":"{{ModulusOf(key)}}","e":"AQAB"}""";

    private Task CountAsync(HttpContext http)
    {
        Interlocked.Increment(ref _asked);
        return Answer(http);
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
