using System.Text;
using System.Text.Json;
using Argus.Domain.Peers;
using Argus.Jose;

namespace Argus.Authority.Provisioning;

/// <summary>The public keys of a peer as an operator gives them: a JWK set, PEM texts, or both.</summary>
internal static class GivenKeys
{
    private static readonly string[] Members = ["jwks", "public_keys"];

    /// <summary>Looks for private keys everywhere in the description.</summary>
    /// <returns>By kind and by the member that they are in.</returns>
    public static IReadOnlyList<(string Reason, string Source)> FindPrivate(JsonNodeReader node)
    {
        if (!node.IsObject)
            return [];
        return [.. node.Value.EnumerateObject().Where(member => PrivateMaterial.IsIn(member.Value)).Select(member => (KindOf(member), SourceOf(member))).Distinct()];
    }

    /// <returns>Null if nothing is said of keys.</returns>
    public static IReadOnlyList<OfferedKey>? Read(JsonNodeReader node)
    {
        var (jwks, pems) = (node.Member("jwks"), node.Member("public_keys"));
        if (jwks is null && pems is null)
            return null;
        return [.. jwks is null ? [] : Jwks(jwks), .. pems is null ? [] : pems.Items().Select(Pem).OfType<OfferedKey>()];
    }

    private static IEnumerable<OfferedKey> Jwks(JsonNodeReader node)
    {
        if (!JwkSet.TryParse(Encoding.UTF8.GetBytes(node.Value.GetRawText()), out var keys, out var fault))
            node.Error($"is not a set of public keys (RFC 7517 §5): {fault}");
        else if (keys.Count == 0)
            node.Error("has no RSA key of 2048 to 4096 bits for RS256");
        return keys.Select(key => new OfferedKey(key.Kid, key.N, PeerKeySource.Jwks));
    }

    /// <summary>A text, or an object with the text and the name that the peer gives the key.</summary>
    private static OfferedKey? Pem(JsonNodeReader node)
    {
        var (text, kid) = node.IsObject ? (node.Member("pem")?.Text(), node.Member("kid")?.Text()) : (node.Text(), null);
        if (node.IsObject)
            node.RefuseOthers();
        if (text is not null && PublicKeyPem.TryRead(text, out var jwk))
            return new OfferedKey(kid ?? jwk.Thumbprint, jwk.N, PeerKeySource.PublicKeys);
        node.Error("must be PEM of an RSA public key of 2048 to 4096 bits, alone or in a certificate");
        return null;
    }

    private static string KindOf(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Object || (member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object && !item.TryGetProperty("pem", out _)))
            ? PrivateKeyKind.Jwk
            : PrivateKeyKind.Pem;

    /// <summary>The names of other members are whatever somebody sent.</summary>
    private static string SourceOf(JsonProperty member) => Members.FirstOrDefault(member.NameEquals) ?? "elsewhere";
}
