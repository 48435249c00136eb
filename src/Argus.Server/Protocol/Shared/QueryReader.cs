using System.Text;
using Argus.Authority;
using Argus.Server.Tenancy;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Server.Protocol.Shared;

/// <summary>Reads the parameters of a URL, as strictly as those of a form.</summary>
internal static class QueryReader
{
    private const int LongestQuery = 16 * 1024;

    /// <param name="request">The request.</param>
    /// <param name="refusal">What is wrong with them.</param>
    /// <returns>The parameters; null if there is a refusal.</returns>
    public static Form? Read(TenantRequest request, out OAuthRefusal? refusal)
    {
        var target = request.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? target[(at + 1)..] : "";
        if (query.Length > LongestQuery || query.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            refusal = OAuthRefusal.InvalidRequest("query_malformed", "The URL is malformed or too long.");
            return null;
        }

        refusal = FormParser.Parse(Encoding.ASCII.GetBytes(query), out var form);
        return form;
    }
}
