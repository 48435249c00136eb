using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Authority.Provisioning;

/// <summary>What a client proves itself by when it has no secret: keys, certificates, names in them. Public material only.</summary>
internal static class ClientKeyReader
{
    private const int LongestName = 512;

    // Some twenty keys of 4096 bits; the event stays well below the size of an entry.
    private const int LongestJwks = 16_384;

    public static ClientProofs Read(JsonNodeReader node)
    {
        var jwks = node.Member("jwks");
        return new ClientProofs
        {
            Jwks = jwks is null ? null : new Said<string?>(jwks.IsNull ? null : Keys(jwks)),
            CertificateThumbprints = jwks is null ? null : jwks.IsNull ? NameSet.Empty : Certificates(jwks),
            JwksUri = Taken(node.Member("jwks_uri"), JwksUri),
            SpiffeId = Taken(node.Member("spiffe_id"), SpiffeId),
            SanDns = Taken(node.Member("tls_client_auth_san_dns"), Name),
            SanEmail = Taken(node.Member("tls_client_auth_san_email"), Name),
            SanIp = Taken(node.Member("tls_client_auth_san_ip"), Name),
            SanUri = Taken(node.Member("tls_client_auth_san_uri"), Name),
            SubjectDn = Taken(node.Member("tls_client_auth_subject_dn"), DistinguishedName),
        };
    }

    private static Said<string?>? Taken(JsonNodeReader? node, Func<JsonNodeReader, string?> read) =>
        node is null ? null : new Said<string?>(node.IsNull ? null : read(node));

    /// <summary>Written anew: what is kept has nothing in it that was not understood.</summary>
    private static string? Keys(JsonNodeReader node)
    {
        if (!JwkSet.TryParse(Encoding.UTF8.GetBytes(node.Value.GetRawText()), out var keys, out var fault))
        {
            node.Error(fault == JwkFault.PrivateMember ? "holds a private key; only public ones are taken" : $"is not a set of public keys (RFC 7517 §5): {fault}");
            return null;
        }

        var written = Encoding.ASCII.GetString(JwkSet.Write(keys));
        if (written.Length > LongestJwks)
            node.Error("has too many keys");
        return written;
    }

    /// <summary>The first of each <c>x5c</c> is the key's own certificate (RFC 7517 §4.7).</summary>
    private static NameSet Certificates(JsonNodeReader node)
    {
        var thumbprints = new List<string>();
        foreach (var key in node.Member("keys")?.Items() ?? [])
        {
            if (key.IsObject && key.Member("x5c")?.Items() is [var first, ..] && first.Text() is { } text && Certificate(first, text) is { } thumbprint)
                thumbprints.Add(thumbprint);
        }

        return NameSet.Of(thumbprints);
    }

    private static string? Certificate(JsonNodeReader node, string base64)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64));
            return System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(certificate.RawData));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            node.Error("is not a certificate (RFC 7517 §4.7)");
            return null;
        }
    }

    private static string? JwksUri(JsonNodeReader node)
    {
        if (node.Text() is not { } text)
            return null;
        if (RedirectUri.TryParse(text, out var uri) && uri.IsWeb)
            return text;
        node.Error("must be an absolute URI of up to 2048 characters, without fragment, userinfo or dot segment: https, or http on 127.0.0.1, [::1] or localhost");
        return null;
    }

    private static string? SpiffeId(JsonNodeReader node)
    {
        if (node.Text() is not { } text)
            return null;
        if (Jose.ClientProofs.Spiffe.SpiffeId.TryParse(text, out _))
            return text;
        node.Error("must be spiffe://, a trust domain of a-z 0-9 . - _, and a path of segments of A-Z a-z 0-9 . - _");
        return null;
    }

    private static string? DistinguishedName(JsonNodeReader node)
    {
        if (Name(node) is not { } text)
            return null;
        try
        {
            _ = new X500DistinguishedName(text);
            return text;
        }
        catch (CryptographicException)
        {
            // How the platform says that it is none.
            node.Error("is not a distinguished name (RFC 4514)");
            return null;
        }
    }

    private static string? Name(JsonNodeReader node)
    {
        if (node.Text() is not { } text)
            return null;
        if (text.Length is > 0 and <= LongestName && !text.Any(char.IsControl))
            return text;
        node.Error($"must be 1 to {LongestName} characters, none of them a control character");
        return null;
    }
}
