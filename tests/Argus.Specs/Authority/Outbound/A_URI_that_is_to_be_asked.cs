using Argus.Authority.Outbound;

namespace Argus.Specs.Authority.Outbound;

public class A_URI_that_is_to_be_asked
{
    [Theory]
    [InlineData("https://ally.example")]
    [InlineData("https://ally.example:8443/t/army/jwks.json?x=1")]
    [InlineData("https://192.0.2.1/")]
    [InlineData("https://[2001:db8::1]:8443/jwks")]
    [InlineData("http://localhost:5080/jwks")]
    [InlineData("http://127.0.0.1/jwks")]
    [InlineData("http://[::1]:1/jwks")]
    public void is_https_or_http_to_this_machine(string text)
    {
        Assert.True(OutboundUri.TryParse(text, out var uri));
        Assert.True(OutboundUri.IsAllowedSyntax(uri));
    }

    [Theory]
    [InlineData("http://ally.example/jwks")]
    [InlineData("http://localhost.example/jwks")]
    [InlineData("http://10.0.0.1/jwks")]
    [InlineData("http://127.0.0.1.example/")]
    [InlineData("ftp://ally.example/jwks")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://ally.example/")]
    [InlineData("unix:/var/run/docker.sock")]
    [InlineData("https://user@ally.example/")]
    [InlineData("https://user:word@ally.example/")]
    [InlineData("https://ally.example/#part")]
    [InlineData("/jwks")]
    public void is_refused_when_it_is_anything_else(string text)
    {
        Assert.False(OutboundUri.IsAllowedSyntax(new Uri(text, UriKind.RelativeOrAbsolute)));
        Assert.False(OutboundUri.TryParse(text, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("https:ally.example")]
    [InlineData("https:///ally.example/")]
    [InlineData("https://?x")]
    [InlineData("HTTPS://ally.example/")]
    [InlineData(" https://ally.example/")]
    [InlineData("https://ally.example/ ")]
    [InlineData("https://ally.example/\n")]
    [InlineData("https://ally.example\\@evil.example/")]
    [InlineData("https:\\\\ally.example/")]
    [InlineData("https://@ally.example/")]
    [InlineData("https://ally.example/#")]
    [InlineData("https://ally%2eexample/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://ally_1.example@/")]
    [InlineData("https://аlly.example/")]
    [InlineData("https://ally。example/")]
    [InlineData("https://ally.example:99999/")]
    [InlineData("https://ally.example/<x>")]
    public void is_refused_in_a_spelling_that_readers_may_take_for_different_hosts(string? text) => Assert.False(OutboundUri.TryParse(text, out _));

    [Fact]
    public void is_refused_when_it_is_long()
    {
        Assert.True(OutboundUri.TryParse("https://ally.example/" + new string('x', 2027), out _));
        Assert.False(OutboundUri.TryParse("https://ally.example/" + new string('x', 2028), out _));
    }
}
