using Argus.Authority;
using Argus.Domain.Kernel;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Pages;

/// <summary>
/// Takes a form only from a page that this tenant gave to this browser. The page holds a digest of a random cookie; another site can make a browser send the
/// cookie, but can neither read it nor, so, tell the digest.
/// </summary>
internal sealed class FormGuard(Issuers issuers)
{
    /// <summary>The hidden field's name.</summary>
    public const string Field = "form_token";

    /// <summary>What is told of a form that came from no page of this browser; with 403.</summary>
    public static OAuthRefusal Foreign => OAuthRefusal.InvalidRequest(
        "form_token_wrong", "The form did not come from a page that this browser was given, or the browser takes no cookies from this site and must allow them.");

    private readonly BrowserCookie _cookie = new("form", issuers);

    /// <summary>The value of the hidden field, for a page that answers this request. Sets the cookie where the browser has none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="boundTo">What else the form is good for only: the session, and what is decided. Null: nothing else.</param>
    public string TokenFor(TenantRequest request, string? boundTo = null)
    {
        // A second page of the same answer must not replace the first one's cookie.
        var cookie = _cookie.ReadSecret(request) ?? request.Http.Items[typeof(FormGuard)] as string;
        if (cookie is null)
        {
            cookie = RandomSecret.New();
            request.Http.Items[typeof(FormGuard)] = cookie;
            _cookie.Write(request, cookie);
        }

        return Token(cookie, request, boundTo);
    }

    /// <summary>Whether a page of this tenant, in this browser, sent the form. Browsers' own word (Origin, Sec-Fetch-Site) can refuse it, but not admit it.</summary>
    public bool Holds(TenantRequest request, Form form, string? boundTo = null)
    {
        if (!FromOwnOrigin(request) || !FromSameSite(request.Http.Request))
            return false;
        return _cookie.ReadSecret(request) is { } cookie
            && form.Text(Field) is { } token
            && TextDigest.AreEqual(token, Token(cookie, request, boundTo));
    }

    // The cookie has one length, and no tenant has a slash: no two inputs make the same text.
    private static string Token(string cookie, TenantRequest request, string? boundTo) =>
        TextDigest.Of($"argus form{cookie}{request.Tenant.Id}{(boundTo is null ? "" : $"/{boundTo}")}");

    /// <summary>RFC 6454 §7. Behind a proxy that ends TLS the browser's origin is the issuer's, elsewhere it may be another name of this host.</summary>
    private bool FromOwnOrigin(TenantRequest request)
    {
        var origin = request.Http.Request.Headers.Origin;
        if (origin.Count == 0)
            return true;
        return origin.Count == 1
            && (origin[0] == new Uri(issuers.Of(request.Tenant)).GetLeftPart(UriPartial.Authority)
                || origin[0] == $"{request.Http.Request.Scheme}://{request.Http.Request.Host}");
    }

    /// <summary>Fetch Metadata §2.4; <c>none</c>: the person did it, not a page.</summary>
    private static bool FromSameSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        return site.Count == 0 || (site.Count == 1 && site[0] is "same-origin" or "none");
    }
}
