using Argus.Authority;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Server.Protocol.OpenId;

/// <summary>The parameters of a logout, from the URL or from a form.</summary>
internal static class LogoutForm
{
    private static readonly string[] Names = ["id_token_hint", "logout_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales"];

    /// <returns>The parameters, or what is wrong with them.</returns>
    /// <exception cref="BadHttpRequestException">The body is too large, broken or too slow.</exception>
    public static async ValueTask<(Form? Form, OAuthRefusal? Refusal)> ReadAsync(TenantRequest request)
    {
        if (HttpMethods.IsPost(request.Http.Request.Method))
            return await FormReader.ReadAsync(request.Http.Request).ConfigureAwait(false);
        var form = QueryReader.Read(request, out var refusal);
        return (form, refusal);
    }

    /// <summary>The same request as a URL.</summary>
    /// <returns>Null if it is too long to be one.</returns>
    public static string? ToUrl(TenantRequest request, Form form)
    {
        var path = request.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.TrimEnd('?');
        var query = UriQuery.Of(Names.Select(name => (name, form.Text(name))));
        return query.Length > QueryReader.Longest ? null : $"{path}?{query}";
    }
}
