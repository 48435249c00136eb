using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Server.Pages;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.IntegrationTests.Pages;

public class A_form_from_a_page
{
    private const string Issuer = "https://auth.example";

    private readonly FormGuard _guard = new(BrowserRequest.Issuers(Issuer));
    private readonly string _cookie;
    private readonly string _token;

    public A_form_from_a_page()
    {
        var page = BrowserRequest.To("acme");
        _token = _guard.TokenFor(page);
        _cookie = BrowserRequest.Pair(page);
    }

    [Fact]
    public void is_admitted_with_the_pages_token_and_the_browsers_cookie() => Assert.True(_guard.Holds(Post(), Form(_token)));

    [Theory]
    [InlineData("Origin", Issuer)]
    [InlineData("Origin", "http://node.internal:8080")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    public void is_admitted_when_the_browser_says_that_it_comes_from_here(string header, string value) =>
        Assert.True(_guard.Holds(Post((header, value)), Form(_token)));

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "")]
    [InlineData("Origin", "http://auth.example")]
    [InlineData("Origin", "https://auth.example:444")]
    [InlineData("Origin", "https://auth.example.evil.example")]
    [InlineData("Origin", "https://auth.example/t/acme")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "")]
    public void is_refused_when_the_browser_says_that_it_comes_from_elsewhere(string header, string value) =>
        Assert.False(_guard.Holds(Post((header, value)), Form(_token)));

    [Theory]
    [InlineData("Origin", Issuer, "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "same-origin", "cross-site")]
    public void is_refused_when_the_browser_says_two_things(string header, string one, string other) =>
        Assert.False(_guard.Holds(Post((header, one), (header, other)), Form(_token)));

    [Fact]
    public void without_the_cookie_is_refused_whatever_the_browser_says() =>
        Assert.False(_guard.Holds(BrowserRequest.To("acme", ("Origin", Issuer), ("Sec-Fetch-Site", "same-origin")), Form(_token)));

    [Fact]
    public void without_the_field_is_refused_whatever_the_browser_says() =>
        Assert.False(_guard.Holds(Post(("Origin", Issuer), ("Sec-Fetch-Site", "same-origin")), Form(null)));

    [Fact]
    public void with_any_other_token_is_refused()
    {
        foreach (var token in new[] { _token[..^1], _token + "A", "A" + _token[1..], _token.ToUpperInvariant(), _cookie.Split('=')[1], "ä" })
            Assert.False(_guard.Holds(Post(), Form(token)));
    }

    [Fact]
    public void with_the_token_of_another_tenant_is_refused_even_with_the_same_cookie()
    {
        var atBeta = BrowserRequest.To("beta", ("Cookie", _cookie.Replace("acme", "beta", StringComparison.Ordinal)));

        Assert.NotEqual(_token, _guard.TokenFor(atBeta));
        Assert.False(_guard.Holds(atBeta, Form(_token)));
    }

    [Fact]
    public void with_the_token_of_another_browser_is_refused() =>
        Assert.False(_guard.Holds(Post(), Form(_guard.TokenFor(BrowserRequest.To("acme")))));

    [Fact]
    public void with_a_cookie_of_another_length_is_refused()
    {
        var request = BrowserRequest.To("acme", ("Cookie", "__Host-argus-form-acme=a"));

        Assert.False(_guard.Holds(request, Form(Base64Url.EncodeToString(SHA256.HashData("argus formaacme"u8)))));
    }

    [Fact]
    public void has_a_token_that_is_the_digest_of_a_cookie_of_256_bits()
    {
        var value = _cookie.Split('=')[1];

        Assert.Equal(32, Base64Url.DecodeFromChars(value).Length);
        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"argus form{value}acme"))), _token);
    }

    [Fact]
    public void keeps_the_browsers_cookie_and_sets_one_once_where_there_is_none()
    {
        var known = Post();
        Assert.Equal(_token, _guard.TokenFor(known));
        Assert.Equal(0, known.Http.Response.Headers.SetCookie.Count);

        var unknown = BrowserRequest.To("acme");
        Assert.Equal(_guard.TokenFor(unknown), _guard.TokenFor(unknown));
        Assert.Single(unknown.Http.Response.Headers.SetCookie);
    }

    private TenantRequest Post(params (string Name, string Value)[] headers) => BrowserRequest.To("acme", [("Cookie", _cookie), .. headers]);

    private static Form Form(string? token)
    {
        Assert.Null(FormParser.Parse(Encoding.UTF8.GetBytes(token is null ? "x=y" : $"{FormGuard.Field}={Uri.EscapeDataString(token)}"), out var form));
        return form!;
    }
}
