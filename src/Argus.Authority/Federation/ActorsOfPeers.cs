using System.Text.Json;
using Argus.Jose;

namespace Argus.Authority.Federation;

/// <summary>Who acted for the subject of a peer's token (RFC 8693 §4.1), as the peer says.</summary>
internal static class ActorsOfPeers
{
    /// <summary>Whether one of them is said to be somebody of this issuer. Only that issuer can say so: the token that is made from this one would have it signed.</summary>
    public static bool Name(string issuer, VerifiedToken token)
    {
        using var document = JsonDocument.Parse(token.Payload);
        for (var claims = document.RootElement; claims.ValueKind == JsonValueKind.Object && claims.TryGetProperty("act"u8, out var actor); claims = actor)
        {
            if (actor.ValueKind == JsonValueKind.Object && actor.TryGetProperty("iss"u8, out var named) && named.ValueKind == JsonValueKind.String && named.ValueEquals(issuer))
                return true;
        }

        return false;
    }
}
