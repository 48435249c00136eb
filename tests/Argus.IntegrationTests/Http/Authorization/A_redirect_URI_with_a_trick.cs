using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Authorization;

/// <summary>Each goes elsewhere than its client registered, or would for some reader. None of them gets as much as an error by a redirect.</summary>
[Collection(WalksCollection.Name)]
public class A_redirect_URI_with_a_trick(Walks walks)
{
    private readonly Browser _browser = walks.NewBrowser();

    [Theory]
    [InlineData("https://app.example/cb/")]
    [InlineData("https://app.example/cb/../evil")]
    [InlineData("https://app.example/cb/%2e%2e/evil")]
    [InlineData("https://app.example/./cb")]
    [InlineData("https://app.example//cb")]
    [InlineData("https://app.example/cb;x")]
    [InlineData("https://app.example/cb?")]
    [InlineData("https://app.example/cb?next=https://evil.example")]
    [InlineData("https://app.example/cb#")]
    [InlineData("https://app.example/cb#@evil.example")]
    [InlineData("https://app.example/CB")]
    [InlineData("https://APP.example/cb")]
    [InlineData("HTTPS://app.example/cb")]
    [InlineData("https://app.example:443/cb")]
    [InlineData("https://app.example:8443/cb")]
    [InlineData("https://app.example./cb")]
    [InlineData("http://app.example/cb")]
    [InlineData("https://app.example@evil.example/cb")]
    [InlineData("https://evil.example@app.example/cb")]
    [InlineData("https://app.example:x@evil.example/cb")]
    [InlineData("https://app.example.evil.example/cb")]
    [InlineData("https://evil.example/cb?https://app.example/cb")]
    [InlineData("https://evil.example/https://app.example/cb")]
    [InlineData("https://evil.example\\@app.example/cb")]
    [InlineData("https:\\\\app.example\\cb")]
    [InlineData("https:/app.example/cb")]
    [InlineData("//app.example/cb")]
    [InlineData("/cb")]
    [InlineData("cb")]
    [InlineData("https://app.example/cb\r\nLocation: https://evil.example")]
    [InlineData("https://app.example/cb\t")]
    [InlineData(" https://app.example/cb")]
    [InlineData("https://app.example/%63b")]
    [InlineData("https://app.example%2fcb")]
    [InlineData("https://app.example%00.evil.example/cb")]
    [InlineData("https://\u0430pp.example/cb")]
    [InlineData("https://app\u3002example/cb")]
    [InlineData("https://app.example\uff0fcb")]
    [InlineData("https://app.example\u2044cb")]
    [InlineData("https://xn--pp-6kc.example/cb")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://app.example/cb%0aalert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("vbscript:x")]
    [InlineData("file:///cb")]
    [InlineData("com.example.app:/cb")]
    [InlineData("http://127.0.0.1/cb")]
    public async Task is_not_followed(string redirectUri)
    {
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("redirect_uri", redirectUri)))).IsDeadEnd();

        // Nor is it for an error that would be told.
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("redirect_uri", redirectUri), ("prompt", "none"), ("response_type", "token")))).IsDeadEnd();
    }

    [Theory]
    [InlineData("http://127.0.0.1:49152/cb")]
    [InlineData("http://127.0.0.1:1/cb")]
    [InlineData("http://127.0.0.1/cb")]
    [InlineData("com.example.app:/cb")]
    [InlineData("https://app.example/cb?tenant=1")]
    public async Task is_not_one_that_a_native_app_registered(string redirectUri)
    {
        var browser = walks.NewBrowser();
        var answer = (await browser.WalkAsync(Native(redirectUri))).AtClient(redirectUri);

        Assert.NotEmpty(answer["code"]);
        Assert.Equal(Walks.State, answer["state"]);
    }

    [Theory]
    [InlineData("http://127.0.0.2:49152/cb")]
    [InlineData("http://localhost:49152/cb")]
    [InlineData("http://127.0.0.1:49152/cb/")]
    [InlineData("http://127.0.0.1:49152@evil.example/cb")]
    [InlineData("http://127.0.0.1:49152.evil.example/cb")]
    [InlineData("http://127.0.0.1:/cb")]
    [InlineData("http://127.0.0.1:0/cb")]
    [InlineData("http://127.0.0.1:65536/cb")]
    [InlineData("http://127.1:80/cb")]
    [InlineData("http://2130706433/cb")]
    [InlineData("http://0x7f000001/cb")]
    [InlineData("http://[::1]:49152/cb")]
    [InlineData("https://127.0.0.1:49152/cb")]
    [InlineData("com.example.app://cb")]
    [InlineData("com.example.app:/cb/x")]
    [InlineData("com.example.app.evil:/cb")]
    [InlineData("https://app.example/cb?tenant=2")]
    [InlineData("https://app.example/cb?tenant=1&x=2")]
    public async Task is_another_than_a_native_app_registered(string redirectUri) => (await _browser.GetAsync(Native(redirectUri))).IsDeadEnd();

    [Fact]
    public async Task is_not_taken_from_another_client_or_tenant()
    {
        (await _browser.GetAsync(Walks.Url(Walks.Acme, ("client_id", Known.Spa), ("redirect_uri", "com.example.app:/cb")))).IsDeadEnd();
        (await _browser.GetAsync(Walks.Url("/t/nowhere"))).Refuses(404, "not_found");
    }

    private static string Native(string redirectUri) => Walks.Url(Walks.Acme, ("client_id", "native"), ("scope", "openid orders.read"), ("redirect_uri", redirectUri));
}
