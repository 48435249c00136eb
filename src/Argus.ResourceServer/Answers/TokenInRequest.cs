using Argus.ResourceServer.Bindings;
using Microsoft.AspNetCore.Http;

namespace Argus.ResourceServer.Answers;

/// <summary>Finds the token of a request. One header Authorization is the only place where one is taken (RFC 6750 §2.1).</summary>
internal static class TokenInRequest
{
    /// <summary>RFC 6750 §2.2, §2.3.</summary>
    public const string Parameter = "access_token";

    private const string Bearer = "Bearer";
    private const string Dpop = "DPoP";

    public enum Found
    {
        /// <summary>None, or credentials of another scheme.</summary>
        None,
        Token,

        /// <summary>Two of them, or one in the query, where proxies log it (RFC 6750 §5.3).</summary>
        Malformed,
    }

    public static Found Read(HttpRequest request, out PresentedToken token)
    {
        token = default;
        if (request.Query.ContainsKey(Parameter)) return Found.Malformed;

        var values = request.Headers.Authorization;
        if (values.Count == 0) return Found.None;
        if (values.Count > 1) return values.Any(value => SchemeOf(value) is not null) ? Found.Malformed : Found.None;
        if (values[0] is not { } value || SchemeOf(value) is not { } scheme) return Found.None;

        var text = value.AsMemory(scheme.Length).Trim(' ');

        // RFC 9110 §11.4: the token68 has no spaces and no commas; a list of credentials is two tokens or none.
        if (text.IsEmpty || text.Span.ContainsAny(' ', ',', '\t')) return Found.Malformed;
        token = new PresentedToken(text, scheme == Dpop);
        return Found.Token;
    }

    // Scheme names are compared without case (RFC 9110 §11.1).
    private static string? SchemeOf(string? value) => Begins(value, Bearer) ? Bearer : Begins(value, Dpop) ? Dpop : null;

    private static bool Begins(string? value, string scheme) =>
        value is not null && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && (value.Length == scheme.Length || value[scheme.Length] == ' ');
}
