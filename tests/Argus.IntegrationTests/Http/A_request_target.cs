using System.Text;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

/// <summary>A tenant has one spelling. Everything else is not found, and looks as if there were nothing.</summary>
[Collection(OneNodeCollection.Name)]
public class A_request_target(OneNode one)
{
    private const string Jwks = "/.well-known/jwks.json";

    private readonly TestNode _node = one.Node;

    [Theory]
    [InlineData("/t/acme" + Jwks)]
    [InlineData(Jwks)]
    [InlineData("/t/system" + Jwks)]
    [InlineData("/t/acme" + Jwks + "?query=ignored")]
    public async Task in_its_one_spelling_is_served(string target) => Assert.Equal(200, (await RawHttp.GetAsync(_node.Url, target)).Status);

    [Theory]
    [InlineData("/t/main" + Jwks, "the default tenant is at the root only")]
    [InlineData("/t/beta" + Jwks, "a tenant with a host is at its host only")]
    [InlineData("/.well-known/oauth-authorization-server/t/main", "also by insertion")]
    [InlineData("/.well-known/oauth-authorization-server/t/beta", "also by insertion")]
    [InlineData("/t/nobody" + Jwks, "unknown")]
    [InlineData("/t/closed" + Jwks, "disabled")]
    [InlineData("/t/closed/.well-known/openid-configuration", "disabled")]
    [InlineData("/.well-known/oauth-authorization-server/t/closed", "disabled")]
    [InlineData("/t/%61cme" + Jwks, "escaped")]
    [InlineData("/t/acm%65" + Jwks, "escaped")]
    [InlineData("/%74/acme" + Jwks, "escaped")]
    [InlineData("/t%2Facme" + Jwks, "escaped")]
    [InlineData("/t/acme%2f.well-known/jwks.json", "escaped")]
    [InlineData("/t/acme/%2ewell-known/jwks.json", "escaped")]
    [InlineData("/t/acme%00" + Jwks, "NUL")]
    [InlineData("/t/Acme" + Jwks, "case")]
    [InlineData("/T/acme" + Jwks, "case")]
    [InlineData("/t/acme/.Well-Known/jwks.json", "case")]
    [InlineData("/t/acme/../acme" + Jwks, "dot segments")]
    [InlineData("/t/gamma/../acme" + Jwks, "dot segments")]
    [InlineData("/t/./acme" + Jwks, "dot segments")]
    [InlineData("/./t/acme" + Jwks, "dot segments")]
    [InlineData("/t/acme/./.well-known/jwks.json", "dot segments")]
    [InlineData("/t/acme/x/.." + Jwks, "dot segments")]
    [InlineData("/t/acme/%2e%2e/acme" + Jwks, "escaped dot segments")]
    [InlineData("/t/acme/.." + Jwks, "dot segments to the root")]
    [InlineData("//t/acme" + Jwks, "doubled slash")]
    [InlineData("/t//acme" + Jwks, "doubled slash")]
    [InlineData("/t/acme/" + Jwks, "doubled slash")]
    [InlineData("/" + Jwks, "doubled slash")]
    [InlineData("/t/acme" + Jwks + "/", "trailing slash")]
    [InlineData("/t/acme" + Jwks + "%20", "trailing space")]
    [InlineData("/t/acme;v=1" + Jwks, "path parameter")]
    [InlineData("/t/acme\\.well-known/jwks.json", "backslash")]
    [InlineData("/t/acme" + Jwks + "/t/acme", "nested")]
    [InlineData("/.well-known/jwks.json/t/acme", "only metadata is found by insertion")]
    [InlineData("/.well-known/openid-configuration/t/acme/", "insertion with a trailing slash")]
    [InlineData("/.well-known/openid-configuration/t/Acme", "insertion in another case")]
    [InlineData("/.well-known/openid-configuration/t/%61cme", "insertion, escaped")]
    [InlineData("/.well-known/openid-configuration/t/", "insertion of nothing")]
    [InlineData("/.well-known/openid-configuration/t/acme/t/acme", "insertion, twice")]
    [InlineData("/t/acme/.well-known/openid-configuration/t/acme", "both ways")]
    [InlineData("/t/", "nothing")]
    [InlineData("/t", "nothing")]
    [InlineData("/", "nothing")]
    [InlineData("/t/acme", "no endpoint")]
    [InlineData("/t/acme/", "no endpoint")]
    [InlineData("/t/acme/oauth/register", "not built")]
    [InlineData("/admin", "no endpoint")]
    [InlineData("/Admin/v1/tenants", "another case")]
    [InlineData("/t/acme/admin/v1/tenants", "not a tenant's")]
    public async Task in_any_other_spelling_is_not_found(string target, string why)
    {
        Assert.NotNull(why);

        IsTheUniformNotFound(await RawHttp.GetAsync(_node.Url, target));
        IsTheUniformNotFound(await RawHttp.SendAsync(_node.Url, RawHttp.Form(_node.Url, target, "grant_type=client_credentials", Known.Billing.Basic.ToString())));
    }

    [Fact]
    public async Task in_absolute_form_is_not_found()
    {
        IsTheUniformNotFound(await RawHttp.GetAsync(_node.Url, $"http://{_node.Url.Authority}/t/acme{Jwks}"));
        IsTheUniformNotFound(await RawHttp.GetAsync(_node.Url, $"http://{_node.Url.Authority}{Jwks}"));
    }

    [Fact]
    public async Task of_a_mapped_host_reaches_that_tenant_and_no_other()
    {
        var root = (await RawHttp.GetAsync(_node.Url, Jwks)).Body;
        var mapped = await RawHttp.GetAsync(_node.Url, Jwks, Known.BetaHost);

        Assert.Equal(200, mapped.Status);
        Assert.NotEqual(root, mapped.Body);
        Assert.Equal(mapped.Body, (await RawHttp.GetAsync(_node.Url, Jwks, $"{Known.BetaHost}:{_node.Url.Port}")).Body);
        Assert.Equal(mapped.Body, (await RawHttp.GetAsync(_node.Url, Jwks, "BETA.localhost")).Body);
        Assert.Equal(root, (await RawHttp.GetAsync(_node.Url, Jwks, $"x{Known.BetaHost}")).Body);
        foreach (var target in new[] { "/t/acme" + Jwks, "/t/beta" + Jwks, "/t/main" + Jwks, "/.well-known/openid-configuration/t/acme", "/.well-known/openid-configuration/t/beta" })
            IsTheUniformNotFound(await RawHttp.GetAsync(_node.Url, target, Known.BetaHost));
    }

    [Fact]
    public async Task of_another_tenant_does_not_know_this_one_s_clients()
    {
        (await _node.PostAsync("/t/system/oauth/token", "grant_type=client_credentials", Known.Billing.Basic)).Refuses(401, "invalid_client");
        (await _node.PostAsync("/t/closed/oauth/token", "grant_type=client_credentials", Known.Billing.Basic)).IsNotStored();
    }

    private static void IsTheUniformNotFound((int Status, string Head, byte[] Body) answer)
    {
        // Kestrel itself refuses targets that are no target at all, such as one with a NUL in it.
        if (answer.Status == 400 && answer.Body.Length == 0)
            return;
        Assert.Equal("""404 {"error":"not_found","error_description":"There is nothing here."}""", $"{answer.Status} {Encoding.UTF8.GetString(answer.Body)}");
        var names = answer.Head.Split("\r\n").Skip(1).Select(line => line.Split(':')[0]).Order();
        Assert.Equal(["Argus-Correlation-Id", "Cache-Control", "Connection", "Content-Length", "Content-Type", "Date", "Pragma"], names);
    }
}
