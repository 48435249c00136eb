namespace Argus.Cli.Connecting;

/// <summary>The base of every issuer, as the node's <c>Argus:PublicUrl</c>: https, or http on loopback, since secrets go there; without a path.</summary>
internal static class PublicUrl
{
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw CommandFailure.WrongUsage("The URL is not an absolute http or https URL.");
        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
            throw CommandFailure.WrongUsage("The URL must be https, unless it is on loopback: a secret goes there.");
        if (url.AbsolutePath != "/" || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
            throw CommandFailure.WrongUsage("The URL is a scheme, a host and a port, and nothing else.");
        return new Uri(url.GetLeftPart(UriPartial.Authority));
    }
}
