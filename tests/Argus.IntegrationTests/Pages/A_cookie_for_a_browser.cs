using Argus.Server.Pages;

namespace Argus.IntegrationTests.Pages;

public class A_cookie_for_a_browser
{
    private readonly BrowserCookie _cookie = new("session", BrowserRequest.Issuers("https://auth.example"));

    [Fact]
    public void of_an_https_issuer_is_locked_to_the_host_whatever_the_nodes_own_scheme()
    {
        var request = BrowserRequest.To("acme");
        _cookie.Write(request, "abc_-.9");

        Assert.Equal("__Host-argus-session-acme=abc_-.9; Path=/; Secure; HttpOnly; SameSite=Lax", Assert.Single(request.Http.Response.Headers.SetCookie));
    }

    [Fact]
    public void of_a_loopback_issuer_does_without_what_needs_https()
    {
        var request = BrowserRequest.To("acme");
        new BrowserCookie("session", BrowserRequest.Issuers("http://localhost:5080")).Write(request, "abc", TimeSpan.FromMinutes(10));

        Assert.Equal("argus-session-acme=abc; Max-Age=600; Path=/; HttpOnly; SameSite=Lax", Assert.Single(request.Http.Response.Headers.SetCookie));
    }

    [Fact]
    public void is_deleted_with_the_attributes_that_it_was_written_with()
    {
        var request = BrowserRequest.To("acme");
        _cookie.Delete(request);

        Assert.Equal("__Host-argus-session-acme=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax", Assert.Single(request.Http.Response.Headers.SetCookie));
    }

    [Fact]
    public void written_twice_is_set_once_and_leaves_the_others_alone()
    {
        var request = BrowserRequest.To("acme");
        new BrowserCookie("form", BrowserRequest.Issuers("https://auth.example")).Write(request, "other");
        _cookie.Write(request, "first");
        _cookie.Write(request, "second");

        Assert.Equal(
            ["__Host-argus-form-acme=other", "__Host-argus-session-acme=second"],
            request.Http.Response.Headers.SetCookie.Select(cookie => cookie!.Split(';')[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a;b")]
    [InlineData("a b")]
    [InlineData("a\r\nb")]
    [InlineData("ä")]
    public void is_never_written_with_a_value_that_would_not_be_read_back(string value) =>
        Assert.Throws<ArgumentException>(() => _cookie.Write(BrowserRequest.To("acme"), value));

    [Theory]
    [InlineData("__Host-argus-session-acme=abc")]
    [InlineData("a=b; __Host-argus-session-acme=abc; c=d")]
    [InlineData("a=b;__Host-argus-session-acme = abc ;c")]
    [InlineData("__Host-argus-session-acme=abc; __Host-argus-session-beta=xyz; argus-session-acme=xyz")]
    public void is_read_among_others(string header) => Assert.Equal("abc", _cookie.Read(BrowserRequest.To("acme", ("Cookie", header))));

    [Theory]
    [InlineData("")]
    [InlineData("__Host-argus-session-acme")]
    [InlineData("__Host-argus-session-acme=")]
    [InlineData("__Host-argus-session-acme=\"abc\"")]
    [InlineData("__Host-argus-session-acme=a%20b")]
    [InlineData("__Host-argus-session-acme=a=b")]
    [InlineData("__Host-argus-session-acme=abc, x")]
    [InlineData("__Host-argus-session-acme=abc; __Host-argus-session-acme=xyz")]
    [InlineData("__Host-argus-session-acme=abc; __Host-argus-session-acme=abc")]
    [InlineData("__Host-argus-session-acme=; __Host-argus-session-acme=abc")]
    [InlineData("__host-argus-session-acme=abc")]
    [InlineData("argus-session-acme=abc")]
    [InlineData("__Host-argus-session-beta=abc")]
    [InlineData("=__Host-argus-session-acme=abc")]
    [InlineData("x=__Host-argus-session-acme=abc")]
    public void that_is_absent_repeated_malformed_or_anothers_is_no_cookie(string header) =>
        Assert.Null(_cookie.Read(BrowserRequest.To("acme", ("Cookie", header))));

    [Fact]
    public void that_comes_in_two_headers_is_no_cookie() =>
        Assert.Null(_cookie.Read(BrowserRequest.To("acme", ("Cookie", "__Host-argus-session-acme=abc"), ("Cookie", "__Host-argus-session-acme=xyz"))));

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public void has_a_longest_length(int length, bool read)
    {
        var value = new string('a', length);

        Assert.Equal(read ? value : null, _cookie.Read(BrowserRequest.To("acme", ("Cookie", "__Host-argus-session-acme=" + value))));
    }
}
