using Argus.Authority;
using Argus.Authority.Authorization;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Server.Protocol.Authorization;

/// <summary>
/// An authorization request as it arrived. It always stands in the query of the URL, and every page's form is posted to that URL: so nothing has to be kept
/// between the steps, and each step looks at the whole request again. One that came as a form (OpenID Connect Core §3.1.2.1) is sent on to its URL first.
/// </summary>
/// <param name="Parameters">What it asks.</param>
/// <param name="Url">Path and query, as it came.</param>
/// <param name="Posted">The form of a page; null if none was sent.</param>
internal sealed record ArrivedRequest(AuthorizationParameters Parameters, string Url, Form? Posted)
{
    /// <returns>The request; or where it is to be sent on to; or what is wrong with it.</returns>
    /// <exception cref="BadHttpRequestException">A body is too large, broken or too slow.</exception>
    public static async ValueTask<(ArrivedRequest? Arrived, string? SendOn, OAuthRefusal? Refusal)> ReadAsync(TenantRequest request)
    {
        var url = request.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var isPost = HttpMethods.IsPost(request.Http.Request.Method);
        var (form, malformed) = isPost ? await FormReader.ReadAsync(request.Http.Request, besideQuery: true).ConfigureAwait(false) : (null, null);
        if (malformed is not null)
            return (null, null, malformed);

        var query = QueryReader.Of(url);
        if (isPost && query.Length == 0)
            return Restart(url.TrimEnd('?'), form!);
        return QueryReader.Read(query, out var refusal) is { } parameters
            ? (new ArrivedRequest(ParametersOf(parameters), url, form), null, null)
            : (null, null, refusal);
    }

    private static (ArrivedRequest?, string?, OAuthRefusal?) Restart(string path, Form form)
    {
        var query = ParametersOf(form).ToQuery();
        return query.Length > QueryReader.Longest ? (null, null, QueryReader.TooLong) : (null, $"{path}?{query}", null);
    }

    internal static AuthorizationParameters ParametersOf(Form form) => AuthorizationParameters.Of(form.Text, form.Texts("resource"));
}
