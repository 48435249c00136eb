using System.Text;
using System.Text.Json.Nodes;
using Argus.Authority;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.IntegrationTests.Http.Driving;

/// <summary>Somebody who has a tenant's real private key, and signs with it past the log.</summary>
internal sealed class Thief
{
    private readonly LoadedKey _key;
    private readonly string _issuer;

    private Thief(LoadedKey key, string issuer)
    {
        _key = key;
        _issuer = issuer;
    }

    public string Kid => _key.Kid.Value;

    /// <summary>Takes the key that signs now.</summary>
    public static async Task<Thief> OfAsync(TestNode node, string tenant)
    {
        var view = node.Service<TenantDirectory>().Find(tenant)!;
        var key = await node.Service<SigningKeys>().FindAsync(view.Id, view.Keys.Active!.Kid);
        return new Thief(key!, node.Service<Issuers>().Of(view));
    }

    /// <summary>A token as Argus would make it, of now or of so many seconds ago.</summary>
    public async Task<string> ForgeAsync(string audience, string client, string scope, int secondsAgo = 0)
    {
        var now = TimeProvider.System.GetUtcNow();
        var issuedAt = now.ToUnixTimeSeconds() - secondsAgo;
        var claims = new JsonObject
        {
            ["iss"] = _issuer, ["sub"] = $"client:{client}", ["aud"] = audience, ["exp"] = issuedAt + 300, ["iat"] = issuedAt, ["nbf"] = issuedAt,
            ["jti"] = Jti.From(Guid.CreateVersion7(now)).Value, ["client_id"] = client, ["scope"] = scope,
        };
        var jws = UnsignedJws.Create(_key.AccessTokenHeader, Encoding.UTF8.GetBytes(claims.ToJsonString()), _key.SignatureLength);
        return Encoding.ASCII.GetString((await _key.SignAsync(jws)).Span);
    }
}
