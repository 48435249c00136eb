using Argus.Jose;
using Argus.ResourceServer.Answers;
using Argus.ResourceServer.Guarding;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Argus.ResourceServer.Migration;

/// <summary>Sends each request to one scheme, and only one: Argus's own, or that of the application's legacy tokens. Nobody is asked after the other refused.</summary>
internal sealed class LegacySelector(SchemeGuards guards, IOptionsMonitor<ArgusLegacyOptions> options)
{
    /// <summary>The scheme for legacy tokens beside a scheme of Argus.</summary>
    public static string SchemeBeside(string scheme) => scheme + ".Legacy";

    /// <summary>What every operation of an API asks for.</summary>
    public IReadOnlyList<string> RequiredScopes(string scheme) => guards.Of(scheme).Demands.Of(endpoint: null).Scopes;

    /// <param name="scheme">Argus's.</param>
    /// <returns>The other scheme; null for this one.</returns>
    public string? Select(HttpContext http, string scheme)
    {
        // What is no plain bearer token, or in a place where none is taken, is refused by Argus as ever.
        if (TokenInRequest.Read(http.Request, out var presented) != TokenInRequest.Found.Token || presented.IsDpop || presented.Text.Length > JwtValidator.MaxTokenLength)
            return null;

        var legacy = SchemeBeside(scheme);
        var token = presented.Text.ToString();
        var isLegacy = LegacyLooks.IsLegacy(token, guards.Of(scheme).Issuers) && options.Get(legacy).IsLegacy?.Invoke(token) != false;
        return isLegacy ? legacy : null;
    }
}
