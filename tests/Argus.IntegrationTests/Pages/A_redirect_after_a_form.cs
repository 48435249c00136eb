using Argus.Server.Pages;

namespace Argus.IntegrationTests.Pages;

public class A_redirect_after_a_form
{
    [Theory]
    [InlineData("https://app.example/callback?x=1", "https://app.example")]
    [InlineData("https://app.example:443/callback", "https://app.example")]
    [InlineData("https://APP.example:8443/callback", "https://app.example:8443")]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example")]
    [InlineData("http://127.0.0.1:51234/callback", "http://127.0.0.1:51234")]
    [InlineData("http://localhost/callback", "http://localhost")]
    [InlineData("http://[::1]:51234/callback", "http:")]
    [InlineData("com.example.app:/callback", "com.example.app:")]
    [InlineData("com.example.app://callback/x", "com.example.app:")]
    public void is_allowed_by_its_origin_or_its_scheme(string redirect, string target)
    {
        Assert.Equal(target, FormTarget.Of(new Uri(redirect)));
        Assert.True(FormTarget.IsValid(target));
    }
}
