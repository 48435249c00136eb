using System.Text;
using Argus.Authority;
using Argus.Server.Tenancy;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Server.Protocol.Shared;

/// <summary>Reads the parameters of a URL, as strictly as those of a form.</summary>
internal static class QueryReader
{
    /// <summary>Characters of a query.</summary>
    public const int Longest = 16 * 1024;

    public static OAuthRefusal TooLong => OAuthRefusal.InvalidRequest("query_size", "The request is too long.");

    /// <summary>The query of a request target, as it came; empty if it has none.</summary>
    public static string Of(string target) => target.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? target[(at + 1)..] : "";

    /// <summary>The request's own parameters.</summary>
    /// <inheritdoc cref="Read(string, out OAuthRefusal?)"/>
    public static Form? Read(TenantRequest request, out OAuthRefusal? refusal) =>
        Read(Of(request.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget), out refusal);

    /// <param name="query">Without its question mark.</param>
    /// <param name="refusal">What is wrong with it.</param>
    /// <returns>The parameters; null if there is a refusal.</returns>
    public static Form? Read(string query, out OAuthRefusal? refusal)
    {
        Form? form = null;
        refusal = query.Length > Longest ? TooLong
            : query.AsSpan().ContainsAnyExceptInRange('!', '~') ? OAuthRefusal.InvalidRequest("query_malformed", "The URL is malformed.")
            : FormParser.Parse(Encoding.ASCII.GetBytes(query), out form);
        return refusal is null ? form : null;
    }
}
