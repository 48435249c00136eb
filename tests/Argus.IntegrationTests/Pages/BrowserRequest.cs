using Argus.Authority;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Server.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Argus.IntegrationTests.Pages;

/// <summary>A request of a browser at a tenant.</summary>
internal static class BrowserRequest
{
    public static Issuers Issuers(string publicUrl)
    {
        Assert.True(TenantId.TryParse("main", out var main));
        return new Issuers(new Uri(publicUrl), main);
    }

    public static TenantRequest To(string tenant, params (string Name, string Value)[] headers)
    {
        Assert.True(TenantId.TryParse(tenant, out var id));
        var http = new DefaultHttpContext();
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("node.internal:8080");
        foreach (var (name, value) in headers)
            http.Request.Headers[name] = StringValues.Concat(http.Request.Headers[name], value);
        return new TenantRequest(http, new TenantView(id));
    }

    /// <summary>The name and value of the one cookie that the answer sets.</summary>
    public static string Pair(TenantRequest request) => Assert.Single(request.Http.Response.Headers.SetCookie)!.Split(';')[0];
}
