using System.Security.Cryptography;
using System.Text;
using Argus.Server.Pages;
using Microsoft.AspNetCore.Http;

namespace Argus.IntegrationTests.Pages;

public class The_headers_of_a_page
{
    private static readonly Page Page = new SignedOutPage("Acme");

    [Fact]
    public async Task allow_the_page_its_stylesheet_its_forms_and_nothing_else()
    {
        var (http, html) = await AnswerAsync("GET", "https://app.example", "com.example.app:");

        var style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(html.Split("<style>")[1].Split("</style>")[0])));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{style}'; form-action 'self' https://app.example com.example.app:; base-uri 'none'; frame-ancestors 'none'",
            http.Response.Headers.ContentSecurityPolicy.ToString());
    }

    [Fact]
    public async Task are_these_and_no_others()
    {
        var (http, html) = await AnswerAsync("GET");

        Assert.Equal(403, http.Response.StatusCode);
        var headers = http.Response.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
        Assert.Equal($"{Encoding.UTF8.GetByteCount(html)}", headers["Content-Length"]);
        Assert.Contains("publickey-credentials-get=()", headers["Permissions-Policy"], StringComparison.Ordinal);
        Assert.True(headers.Remove("Content-Length") && headers.Remove("Permissions-Policy") && headers.Remove("Content-Security-Policy"));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Cache-Control"] = "no-store",
                ["Content-Type"] = "text/html; charset=utf-8",
                ["Cross-Origin-Opener-Policy"] = "same-origin",
                ["Referrer-Policy"] = "same-origin",
                ["X-Content-Type-Options"] = "nosniff",
                ["X-Frame-Options"] = "DENY",
            },
            headers);
    }

    [Fact]
    public async Task come_alone_where_only_they_were_asked_for()
    {
        var (get, _) = await AnswerAsync("GET");
        var (head, body) = await AnswerAsync("HEAD");

        Assert.Equal("", body);
        Assert.Equal(get.Response.Headers.ToDictionary(), head.Response.Headers.ToDictionary());
    }

    [Theory]
    [InlineData("https://app.example; script-src *")]
    [InlineData("https://app.example, default-src *")]
    [InlineData("https://app.example https://evil.example")]
    [InlineData("https://app.example\r\nX: y")]
    [InlineData("https://app.example/path")]
    [InlineData("https://app.example?x")]
    [InlineData("https://app.example#x")]
    [InlineData("https://user@app.example")]
    [InlineData("https://app.example\\x")]
    [InlineData("https://app.example:*")]
    [InlineData("https://app.example:")]
    [InlineData("https://app.example:443:1")]
    [InlineData("https://app.example:123456")]
    [InlineData("https://*.example")]
    [InlineData("https://APP.example")]
    [InlineData("https://bücher.example")]
    [InlineData("https://")]
    [InlineData("http://[::1]:8080")]
    [InlineData("ftp://app.example")]
    [InlineData("com.example.app://callback")]
    [InlineData("wss:")]
    [InlineData("*")]
    [InlineData("'unsafe-inline'")]
    [InlineData("'self'")]
    [InlineData("javascript:")]
    [InlineData("data:")]
    [InlineData("blob:")]
    [InlineData("app.example")]
    [InlineData("com.example.app:/callback")]
    [InlineData("com.example.app:;")]
    [InlineData("com.example app:")]
    [InlineData(".example:")]
    [InlineData(":")]
    [InlineData("")]
    public async Task never_take_a_target_that_is_neither_an_origin_nor_a_scheme(string target)
    {
        var http = new DefaultHttpContext();

        await Assert.ThrowsAsync<ArgumentException>(() => PageAnswer.WriteAsync(http, 200, Page, ["https://app.example", target]));
        Assert.Empty(http.Response.Headers);
    }

    private static async Task<(HttpContext Http, string Body)> AnswerAsync(string method, params string[] formTargets)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        using var body = new MemoryStream();
        http.Response.Body = body;
        await PageAnswer.WriteAsync(http, 403, Page, formTargets);
        return (http, Encoding.UTF8.GetString(body.ToArray()));
    }
}
