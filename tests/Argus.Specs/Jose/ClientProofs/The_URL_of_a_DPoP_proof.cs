using Argus.Jose.ClientProofs;

namespace Argus.Specs.Jose.ClientProofs;

public class The_URL_of_a_DPoP_proof
{
    private const string Url = "https://api.example/a/b~c/%2F";

    [Theory]
    [InlineData("https://api.example/a/b~c/%2F")]
    [InlineData("HTTPS://API.example/a/b~c/%2f")]
    [InlineData("https://api.example:443/a/b~c/%2F")]
    [InlineData("https://api.example:/a/b~c/%2F")]
    [InlineData("https://api.example:0443/a/b~c/%2F")]
    [InlineData("https://api.example/a/b%7Ec/%2F")]
    [InlineData("https://api.example/%61/b~c/%2F")]
    [InlineData("https://api.example/x/../a/./b~c/%2F")]
    [InlineData("https://api.example/../a/b~c/%2F")]
    [InlineData("https://api.example/a/b~c/%2F?q=1")]
    [InlineData("https://api.example/a/b~c/%2F#f")]
    [InlineData("https://api.example/a/b~c/%2F?q=/../x#f?")]
    public void may_be_spelled(string spelling) => Assert.True(HttpUrl.AreEqual(spelling, Url));

    [Theory]
    [InlineData("")]
    [InlineData("/a/b~c/%2F")]
    [InlineData("//api.example/a/b~c/%2F")]
    [InlineData("http://api.example/a/b~c/%2F")]
    [InlineData("ftp://api.example/a/b~c/%2F")]
    [InlineData("https:/api.example/a/b~c/%2F")]
    [InlineData("https:///a/b~c/%2F")]
    [InlineData("https://api.example:444/a/b~c/%2F")]
    [InlineData("https://api.example:65979/a/b~c/%2F")]
    [InlineData("https://api.example./a/b~c/%2F")]
    [InlineData("https://x@api.example/a/b~c/%2F")]
    [InlineData("https://api.example@evil.example/a/b~c/%2F")]
    [InlineData("https://api%2Eexample/a/b~c/%2F")]
    [InlineData("https://api.example/A/b~c/%2F")]
    [InlineData("https://api.example/a/b~c/%2F/")]
    [InlineData("https://api.example//a/b~c/%2F")]
    [InlineData("https://api.example/a/b~c//")]
    [InlineData("https://api.example/a/b~c/%2")]
    [InlineData("https://api.example/a/b~c/%2G")]
    [InlineData("https://api.example/a/b~c/%252F")]
    [InlineData("https://api.example\\a/b~c/%2F")]
    [InlineData(" https://api.example/a/b~c/%2F")]
    [InlineData("https://api.example/a/b~c/%2F ")]
    [InlineData("https://api.example/a/b~c/%2F\n")]
    [InlineData("https://api.exämple/a/b~c/%2F")]
    public void may_not_be(string other) => Assert.False(HttpUrl.AreEqual(other, Url));

    [Theory]
    [InlineData("http://localhost:80", "http://LOCALHOST/")]
    [InlineData("http://[::1]:80/a", "http://[::1]/a")]
    [InlineData("https://a.example/b/.", "https://a.example/b/")]
    [InlineData("https://a.example/b/..", "https://a.example/")]
    [InlineData("https://a.example/b/%2e%2E/c", "https://a.example/c")]
    public void is_normalized(string url, string normal)
    {
        Assert.True(HttpUrl.TryNormalize(url, out var found));
        Assert.True(HttpUrl.TryNormalize(normal, out var expected));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void equals_nothing_when_it_is_no_URL() => Assert.False(HttpUrl.AreEqual("https://api.example/\\", "https://api.example/\\"));
}
