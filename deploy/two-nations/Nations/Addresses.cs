using System.Net;
using System.Net.Sockets;

namespace Argus.TwoNations.Nations;

/// <summary>Where a nation is, on this machine.</summary>
/// <param name="Authority">Its deployment of Argus.</param>
/// <param name="Api">Its API.</param>
/// <param name="Nation">The tenant.</param>
internal sealed record Addresses(Uri Authority, Uri Api, string Nation)
{
    /// <summary>Exactly as tokens have it in <c>iss</c>.</summary>
    public string Issuer => $"{Root}/t/{Nation}";

    /// <summary>Of the tenant that operators are clients of.</summary>
    public string SystemIssuer => $"{Root}/t/system";

    /// <summary>The resource that operators' tokens are for.</summary>
    public string Admin => $"{Root}/admin";

    public string Root => Authority.GetLeftPart(UriPartial.Authority);

    public Uri Jwks => new($"{Issuer}/.well-known/jwks.json");

    public Uri TrustBundle => new($"{Issuer}/.well-known/trust-bundle");

    public Uri Token => new($"{Issuer}/oauth/token");

    public Uri Introspection => new($"{Issuer}/oauth/introspect");

    /// <summary>On ports that were free a moment ago.</summary>
    public static Addresses Free(string nation)
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return new Addresses(UrlOf(one), UrlOf(other), nation);
    }

    private static Uri UrlOf(TcpListener listener) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
}
