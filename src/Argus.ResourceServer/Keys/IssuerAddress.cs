namespace Argus.ResourceServer.Keys;

/// <summary>Where an issuer's documents are (RFC 8414 §3, OpenID Connect Discovery §4), and what may be fetched at all.</summary>
internal static class IssuerAddress
{
    public const string MetadataPath = "/.well-known/openid-configuration";
    public const string TrustBundlePath = "/.well-known/trust-bundle";

    private const int MaxLength = 512;

    public static Uri Metadata(string issuer) => new(issuer + MetadataPath);

    /// <summary>RFC 8414 §2, with http on loopback for development. Must be written as it is understood, since it is compared byte for byte.</summary>
    public static bool IsIssuer(string? issuer) =>
        issuer is { Length: > 0 and <= MaxLength }
        && Uri.TryCreate(issuer, UriKind.Absolute, out var address)
        && IsSafe(address)
        && !issuer.EndsWith('/')
        && (address.AbsoluteUri == issuer || address.AbsoluteUri == issuer + "/");

    /// <summary>The same for one of whom no document is ever fetched: only its name is compared, however it is spelt.</summary>
    public static bool IsPeer(string? issuer) => issuer is { Length: > 0 and <= MaxLength } && Uri.TryCreate(issuer, UriKind.Absolute, out var address) && IsSafe(address);

    /// <summary>https, or http on loopback; nobody's name in it, nothing behind the path.</summary>
    public static bool IsSafe(Uri address) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0;

    /// <summary>The issuer whose bundle this is; null if it is none of them.</summary>
    public static string? OfTrustBundle(Uri bundle, IEnumerable<string> issuers) =>
        issuers.FirstOrDefault(issuer => bundle.OriginalString == issuer + TrustBundlePath);

    /// <summary>Whether an issuer's metadata may send us there: not from https down to http.</summary>
    public static bool MayName(string issuer, Uri document) =>
        document.IsAbsoluteUri
        && document.Fragment.Length == 0 && document.UserInfo.Length == 0
        && (document.Scheme == Uri.UriSchemeHttps
            || (document.Scheme == Uri.UriSchemeHttp && document.IsLoopback && issuer.StartsWith("http://", StringComparison.Ordinal)));
}
