using System.Buffers.Text;
using Argus.Authority.Issuance;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Logouts;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Logouts;

/// <summary>Makes logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4), up to the signature: that comes when their event is durable (docs/adr/0003).</summary>
public sealed class LogoutTokens(TenantSigner signer, Issuers issuers, TimeProvider clock)
{
    /// <summary>Seconds. §4 asks for two minutes at most.</summary>
    private const int Lifetime = 120;

    /// <exception cref="KeyUnavailableException">The tenant has no key to sign with now.</exception>
    /// <exception cref="LogUnavailableException">The view is too old to know which.</exception>
    internal async ValueTask<UnsignedLogout> MakeAsync(TenantView tenant, LogoutState logout, ClientId client, int attempt)
    {
        var key = await signer.ActiveKeyAsync(tenant).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var jti = Jti.From(Guid.CreateVersion7(now));
        var claims = (Issuer: issuers.Of(tenant), Logout: logout, Client: client, Iat: now.ToUnixTimeSeconds(), Jti: jti);
        var token = PayloadWriter.Write(key.LogoutTokenHeader, key.SignatureLength, claims, static (json, claims) =>
        {
            json.WriteString("iss"u8, claims.Issuer);
            json.WriteString("sub"u8, claims.Logout.Subject.Value);
            json.WriteString("aud"u8, claims.Client.Value);
            json.WriteNumber("iat"u8, claims.Iat);
            json.WriteNumber("exp"u8, claims.Iat + Lifetime);
            json.WriteString("jti"u8, claims.Jti.Value);
            json.WriteStartObject("events"u8);
            json.WriteStartObject("http://schemas.openid.net/event/backchannel-logout"u8);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("sid"u8, claims.Logout.Session.Value);
        });
        return new UnsignedLogout(key, token, new LogoutAttempted(attempt, client, Base64Url.EncodeToString(token.Digest), jti, key.Kid));
    }
}

/// <summary>A logout token that only lacks its signature, and the event that goes before it.</summary>
internal sealed record UnsignedLogout(LoadedKey Key, UnsignedJws Token, LogoutAttempted Attempt);
