using System.Text.Json;
using System.Text.RegularExpressions;
using Argus.IntegrationTests.Http.Driving;
using Argus.Server.Admin;
using Microsoft.AspNetCore.Routing;

namespace Argus.IntegrationTests.Admin;

[Collection(AdminNodeCollection.Name)]
public class The_description_of_the_Admin_API(AdminNode admin)
{
    private readonly TestNode _node = admin.Node;

    [Fact]
    public async Task is_OpenAPI_and_needs_no_token()
    {
        var reply = await _node.GetAsync("/admin/v1/openapi.json");

        Assert.Equal(200, reply.Status);
        Assert.StartsWith("application/json", reply.Header("Content-Type"), StringComparison.Ordinal);
        Assert.StartsWith("3.", reply.Member("openapi"), StringComparison.Ordinal);
        Assert.Equal("Argus Admin API", reply.Json.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal("bearer", reply.Json.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
    }

    [Fact]
    public async Task lists_every_endpoint_with_the_scopes_that_open_it()
    {
        var described = await DescribedAsync();

        const string reads = "argus.audit argus.operate argus.admin", operates = "argus.operate argus.admin";
        Assert.Equal(reads, described["GET /admin/v1/tenants/{tenant}/keys"]);
        Assert.Equal(operates, described["POST /admin/v1/tenants/{tenant}/keys/rotate"]);
        Assert.Equal(operates, described["POST /admin/v1/tenants/{tenant}/keys/import"]);
        Assert.Equal(operates, described["POST /admin/v1/tenants/{tenant}/keys/{kid}/revoke"]);
        Assert.Equal(reads, described["GET /admin/v1/tenants/{tenant}/jwks"]);
        Assert.Equal(reads, described["GET /admin/v1/tenants/{tenant}/compliance"]);
        Assert.Equal(reads, described["GET /admin/v1/tenants/{tenant}/families"]);
        Assert.Equal(reads, described["GET /admin/v1/tenants/{tenant}/families/{family}"]);
        Assert.Equal(operates, described["POST /admin/v1/tenants/{tenant}/families/{family}/revoke"]);
        Assert.Equal(reads, described["GET /admin/v1/tenants/{tenant}/sessions"]);
        Assert.Equal(operates, described["POST /admin/v1/tenants/{tenant}/sessions/{session}/end"]);
        Assert.Equal(operates, described["POST /admin/v1/tenants/{tenant}/revocations"]);
    }

    [Fact]
    public async Task leaves_out_nothing_that_is_served()
    {
        var served = (
            from endpoint in _node.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let scopes = endpoint.Metadata.GetRequiredMetadata<AdminScope>()
            where scopes != AdminScope.None
            from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            select ($"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/').Replace("{**", "{", StringComparison.Ordinal)}", string.Join(' ', scopes.AnyOf))).ToDictionary();

        Assert.Equal(served.OrderBy(one => one.Key, StringComparer.Ordinal), (await DescribedAsync()).OrderBy(one => one.Key, StringComparer.Ordinal));
        Assert.All(served, endpoint => Assert.NotEmpty(endpoint.Value));
    }

    [Fact]
    public async Task stands_in_the_documents_endpoint_by_endpoint()
    {
        var page = await File.ReadAllTextAsync(Checkout.Find("docs/admin-api.md")!, TestContext.Current.CancellationToken);

        var told = Regex.Matches(page, @"^\| `([A-Z]+) (/[^`]*)` \| `([a-z]+)` \|", RegexOptions.Multiline, TimeSpan.FromSeconds(5))
            .Select(row => $"{row.Groups[1].Value} /admin/v1{row.Groups[2].Value} argus.{row.Groups[3].Value}");

        Assert.Equal((await DescribedAsync()).Select(one => $"{one.Key} {one.Value.Split(' ')[0]}").Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task is_true_no_listed_endpoint_opens_without_a_token()
    {
        foreach (var path in (await _node.GetAsync("/admin/v1/openapi.json")).Json.GetProperty("paths").EnumerateObject())
        {
            var concrete = Regex.Replace(path.Name, @"\{[a-z]+\}", "x");
            foreach (var operation in path.Value.EnumerateObject())
                (await _node.SendAsync(new HttpMethod(operation.Name.ToUpperInvariant()), concrete)).IsProblem(401, "unauthorized");
        }
    }

    /// <summary>Method and path of each operation, with the scopes that open it.</summary>
    private async Task<Dictionary<string, string>> DescribedAsync() => (
        from path in (await _node.GetAsync("/admin/v1/openapi.json")).Json.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", string.Join(' ', ScopesOf(operation.Value)))).ToDictionary();

    private static IEnumerable<string> ScopesOf(JsonElement operation) =>
        operation.GetProperty("security").EnumerateArray().SelectMany(one => one.GetProperty("bearer").EnumerateArray()).Select(scope => scope.GetString()!);
}
