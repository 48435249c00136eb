using System.Text;
using Argus.Authority;

namespace Argus.Server.Protocol.Shared;

/// <summary>
/// The access token of a request to a protected resource: in the header (RFC 6750 §2.1, RFC 9449 §7.1) or in a form (RFC 6750 §2.2), and in one of them only.
/// Never in the URL (§2.3), which is kept in places where no token belongs.
/// </summary>
internal static class BearerToken
{
    private const string Bearer = "Bearer ";
    private const string Dpop = "DPoP ";

    /// <returns>ASCII of the token, or null if none came, and whether it came under the scheme DPoP; or what is wrong with the request.</returns>
    /// <exception cref="BadHttpRequestException">The body is too large, broken or too slow.</exception>
    public static async ValueTask<(ReadOnlyMemory<byte>? Token, bool IsDpop, OAuthRefusal? Refusal)> ReadAsync(HttpRequest request)
    {
        var (form, malformed) = await FormOf(request).ConfigureAwait(false);
        if (malformed is not null)
            return (null, false, malformed);
        var inForm = form.Bytes("access_token");
        var header = request.Headers.Authorization;
        if (header.Count > 1 || (header.Count == 1 && inForm is not null))
            return (null, false, OAuthRefusal.InvalidRequest("two_tokens", "The access token is sent in more than one way."));
        return header is [{ } value] && Read(value, out var isDpop) is { } token ? (token, isDpop, null) : (inForm, false, null);
    }

    /// <summary>The token in an Authorization header; null if it has none.</summary>
    public static ReadOnlyMemory<byte>? Read(string header, out bool isDpop)
    {
        isDpop = header.StartsWith(Dpop, StringComparison.OrdinalIgnoreCase);
        var scheme = isDpop ? Dpop : Bearer;
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        return Encoding.Latin1.GetBytes(header[scheme.Length..].Trim(' '));
    }

    /// <summary>A POST without a body is one without parameters.</summary>
    private static async ValueTask<(Form Form, OAuthRefusal? Refusal)> FormOf(HttpRequest request)
    {
        if (request.QueryString.HasValue)
            return (Form.Empty, OAuthRefusal.InvalidRequest("query_present", "Parameters do not belong into the URL."));
        if (!HttpMethods.IsPost(request.Method) || (request.ContentType is null && request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding")))
            return (Form.Empty, null);
        var (form, refusal) = await FormReader.ReadAsync(request).ConfigureAwait(false);
        return (form ?? Form.Empty, refusal);
    }
}
