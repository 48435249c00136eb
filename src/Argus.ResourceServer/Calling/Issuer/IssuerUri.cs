namespace Argus.ResourceServer.Calling.Issuer;

/// <summary>Where secrets and tokens may be sent.</summary>
internal static class IssuerUri
{
    /// <summary>https, or http to this machine.</summary>
    public static bool IsSafe(Uri uri) =>
        uri.IsAbsoluteUri && uri.UserInfo.Length == 0 && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
