using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;

namespace Argus.Specs.Authority.Exchange;

/// <summary>Another authority: its key is known to the node, and its tokens are written here.</summary>
internal sealed class SpecPeer(SpecExchange exchange)
{
    public const string Issuer = "https://auth.ally.example/t/army";
    public const string OurIssuer = "https://auth.example/t/acme";

    private static readonly RSA Key = RSA.Create(2048);

    private static int _made;

    public static string Stream => PeerState.StreamOf(TextId.Parse<PeerName>("ally"));

    /// <summary>A tenant that trusts it for two of its resources, and for reading.</summary>
    public static async Task<SpecPeer> TrustedAsync(SpecExchange exchange)
    {
        var settings = new PeerSettings
        {
            Issuer = Issuer, SubjectPrefix = "ally:", Audiences = NameSet.Of([SpecNode.Api, SpecExchange.Stock]), Scope = NameSet.Of(["read", "stock"]), MaxLifetime = 600,
        };
        var modulus = Base64Url.EncodeToString(Key.ExportParameters(false).Modulus);
        await exchange.App.HappenAsync(
            Stream, new PeerTrusted(TextId.Parse<PeerName>("ally"), settings), new PeerKeyAdded(exchange.Node.Clock.GetUtcNow().ToUnixTimeSeconds(), "army-1", modulus, PeerKeySource.Jwks));
        return new SpecPeer(exchange);
    }

    /// <param name="audience"><c>aud</c></param>
    /// <param name="typ">Of the header.</param>
    /// <param name="more">Members to add to the claims, with a comma before each.</param>
    /// <param name="scope"><c>scope</c></param>
    /// <param name="key">Another key than the peer's.</param>
    /// <param name="isDated">Whether it says when it was made, as assertions need not.</param>
    public byte[] Token(string audience = SpecNode.Api, string typ = "at+jwt", string more = "", string scope = "read write", RSA? key = null, bool isDated = true)
    {
        var now = exchange.Node.Clock.GetUtcNow().ToUnixTimeSeconds();
        var header = Encode($$"""{"alg":"RS256","kid":"army-1","typ":"{{typ}}"}""");
        var payload = Encode(
            $$"""{"iss":"{{Issuer}}","sub":"bob","aud":"{{audience}}","exp":{{now + 200}},{{(isDated ? $"\"iat\":{now}," : "")}}"jti":"p-{{Interlocked.Increment(ref _made)}}","client_id":"tank","scope":"{{scope}}"{{more}}}""");
        var signature = (key ?? Key).SignData(Encoding.ASCII.GetBytes($"{header}.{payload}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Encoding.ASCII.GetBytes($"{header}.{payload}.{Base64Url.EncodeToString(signature)}");
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
