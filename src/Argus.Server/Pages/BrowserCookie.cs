using System.Buffers;
using System.Globalization;
using Argus.Authority;
using Argus.Server.Tenancy;

namespace Argus.Server.Pages;

/// <summary>
/// One cookie of a tenant. The tenant is part of its name, for tenants may share a host. With an https issuer the name has the prefix <c>__Host-</c>
/// (RFC 6265bis §4.1.3.2), so that no other host of the same site can plant it.
/// </summary>
/// <param name="kind">What it is for: lower-case letters.</param>
internal sealed class BrowserCookie(string kind, Issuers issuers)
{
    private const int LongestValue = 2048;

    // base64url, and what separates parts of it.
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <returns>The value that the browser sent; null if there is none, more than one, or one that was never written here.</returns>
    public string? Read(TenantRequest request)
    {
        var name = NameFor(request);
        string? found = null;
        foreach (var header in request.Http.Request.Headers.Cookie)
        {
            foreach (var pair in header.AsSpan().Split(';'))
            {
                if (ValueIn(header.AsSpan()[pair], name) is not { } value)
                    continue;
                if (found is not null)
                    return null;
                found = value;
            }
        }

        return found is not null && IsWritable(found) ? found : null;
    }

    /// <summary>The same, where the value is a secret that was made here.</summary>
    public string? ReadSecret(TenantRequest request) => Read(request) is { } secret && RandomSecret.IsWellFormed(secret) ? secret : null;

    /// <param name="value">base64url and dots, up to 2,048 characters.</param>
    /// <param name="maxAge">How long the browser keeps it; null: until it is closed.</param>
    public void Write(TenantRequest request, string value, TimeSpan? maxAge = null)
    {
        if (!IsWritable(value))
            throw new ArgumentException("A cookie's value must be base64url.", nameof(value));
        Set(request, value, maxAge);
    }

    public void Delete(TenantRequest request) => Set(request, "", TimeSpan.Zero);

    public string NameFor(TenantRequest request) => $"{(IsSecure(request) ? "__Host-" : "")}argus-{kind}-{request.Tenant.Id}";

    private void Set(TenantRequest request, string value, TimeSpan? maxAge)
    {
        var start = NameFor(request) + "=";
        var age = maxAge is { } span ? string.Create(CultureInfo.InvariantCulture, $"; Max-Age={(long)span.TotalSeconds}") : "";
        var secure = IsSecure(request) ? "; Secure" : "";

        // RFC 6265 §4.1.1: one answer sets a cookie once.
        var others = request.Http.Response.Headers.SetCookie.Where(other => other?.StartsWith(start, StringComparison.Ordinal) != true);
        request.Http.Response.Headers.SetCookie = (string[])[.. others.OfType<string>(), $"{start}{value}{age}; Path=/{secure}; HttpOnly; SameSite=Lax"];
    }

    private bool IsSecure(TenantRequest request) => issuers.Of(request.Tenant).StartsWith("https://", StringComparison.Ordinal);

    private static string? ValueIn(ReadOnlySpan<char> pair, string name)
    {
        var equals = pair.IndexOf('=');
        return equals >= 0 && pair[..equals].Trim(" \t").SequenceEqual(name) ? pair[(equals + 1)..].Trim(" \t").ToString() : null;
    }

    private static bool IsWritable(string value) => value.Length is > 0 and <= LongestValue && !value.AsSpan().ContainsAnyExcept(Allowed);
}
