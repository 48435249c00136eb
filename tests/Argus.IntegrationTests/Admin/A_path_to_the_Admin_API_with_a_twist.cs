using System.Text;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin;

/// <summary>Neither does it lead around the authentication, nor from the Admin API to a tenant or back.</summary>
[Collection(AdminNodeCollection.Name)]
public class A_path_to_the_Admin_API_with_a_twist(AdminNode admin)
{
    private readonly TestNode _node = admin.Node;

    [Theory]
    [InlineData("/admin/v1/tenants/acme/keys", 401)]
    [InlineData("/admin/v1/tenants/%61cme/keys", 404)]
    [InlineData("/admin/v1/tenants/main/../acme/keys", 404)]
    [InlineData("/admin/v1/tenants/main/%2e%2e/acme/keys", 404)]
    [InlineData("/admin/v1/Tenants/acme/keys", 404)]
    [InlineData("/admin/v1/tenants/acme/keys/", 404)]
    [InlineData("/admin/v1/tenants/acme//keys", 404)]
    [InlineData("/admin/v1/tenants/acme/clients/a%2Fb", 401)]
    [InlineData("/admin/v1/tenants/acme/users/a%2Fb", 401)]
    [InlineData("/admin/v1/tenants/acme/users/100%25", 401)]
    [InlineData("/admin/v1/tenants/acme/users/%C3%A9", 401)]
    [InlineData("/admin/v1/tenants/acme/users/%FF", 404)]
    [InlineData("/admin/v1/tenants/acme/users/%2e%2e", 404)]
    [InlineData("/admin/v1/tenants/acme/users/a%00", 400)]
    [InlineData("/admin/v1/tenants/acme/log/tile/0/x001/000", 401)]
    [InlineData("/admin/v1/tenants/acme/log/tile/0/x001/../000", 404)]
    [InlineData("/admin/v1/tenants/acme/log/tile/0/%30%30%30", 404)]
    [InlineData("/admin/v1/tenants/acme/log/tile/0//000", 404)]
    [InlineData("/admin/v1/tenants/acme/log/tile/0/x001%2F000", 404)]
    [InlineData("/admin/v1/tenants/acme/log/tile/0/../../checkpoint", 404)]
    [InlineData("/admin/v1/%74enants/acme/keys", 404)]
    [InlineData("/ADMIN/v1/tenants/acme/keys", 404)]
    [InlineData("/%61dmin/v1/tenants/acme/keys", 404)]
    [InlineData("/admin%2Fv1/tenants/acme/keys", 404)]
    [InlineData("//admin/v1/tenants/acme/keys", 404)]
    [InlineData("/./admin/v1/tenants/acme/keys", 404)]
    [InlineData("/t/acme/../../admin/v1/tenants/acme/keys", 404)]
    [InlineData("/t/acme/%2e%2e/%2e%2e/admin/v1/tenants/acme/keys", 404)]
    [InlineData("/t/acme/admin/v1/tenants/acme/keys", 404)]
    [InlineData("/t/system/admin/v1/tenants/acme/keys", 404)]
    [InlineData("/admin/../t/acme/.well-known/jwks.json", 404)]
    [InlineData("/admin/%2e%2e/health/ready", 404)]
    [InlineData("/admin/v1/../../health/live", 404)]
    [InlineData("/admin", 404)]
    [InlineData("/admin/", 404)]
    [InlineData("/admin/v2/tenants/acme/keys", 404)]
    [InlineData("/admin/v2/openapi.json", 404)]
    [InlineData("/admin/v1/openapi.json/../tenants/acme/keys", 404)]
    [InlineData("/admin/v1/tenants/acme%00/keys", 400)]
    [InlineData("/admin/v1/tenants/acme/keys%3Fx", 404)]
    [InlineData("/admin/v1/tenants/acme;x/keys", 401)]
    public async Task leads_where_its_plain_form_does_or_nowhere(string target, int expected)
    {
        var (status, head, body) = await RawHttp.GetAsync(_node.Url, target);

        Assert.True(status == expected, $"{head}\n{Encoding.UTF8.GetString(body)}");
        Assert.DoesNotContain("\"kid\"", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task in_absolute_form_leads_nowhere_without_a_token()
    {
        var (status, head, body) = await RawHttp.GetAsync(_node.Url, $"http://{_node.Url.Authority}/admin/v1/tenants/acme/keys");

        Assert.True(status is 401 or 404, head);
        Assert.DoesNotContain("\"kid\"", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Known.BetaHost)]
    [InlineData(Known.BetaHost + ":8443")]
    [InlineData("BETA.localhost")]
    public async Task on_a_tenants_own_host_leads_nowhere(string host)
    {
        foreach (var path in new[] { "/admin/v1/tenants/acme/keys", "/admin/v1/openapi.json", "/admin/v1/tenants/housed/keys" })
        {
            Assert.Equal(404, (await _node.GetAsync(path, ("Host", host))).Status);
            Assert.Equal(404, (await _node.GetAsync(path, ("Host", host), await admin.Admin.AuthorizationAsync())).Status);
        }
    }
}
