using Argus.Cli;
using Argus.Cli.Connecting;

namespace Argus.Specs.CommandLine;

public class The_public_URL_to_ask
{
    [Theory]
    [InlineData("https://auth.acme.example/", "https://auth.acme.example/")]
    [InlineData("https://auth.acme.example:443", "https://auth.acme.example/")]
    [InlineData("http://localhost:5080", "http://localhost:5080/")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080/")]
    public void is_https_or_on_loopback(string text, string url) => Assert.Equal(url, PublicUrl.Parse(text).ToString());

    [Theory]
    [InlineData("auth.acme.example")]
    [InlineData("http://auth.acme.example")]
    [InlineData("ftp://localhost")]
    [InlineData("https://auth.acme.example/t/acme")]
    [InlineData("https://auth.acme.example/?a")]
    [InlineData("https://somebody:secret@auth.acme.example")]
    public void is_nothing_else(string text)
    {
        var failure = Assert.Throws<CommandFailure>(() => PublicUrl.Parse(text));

        Assert.Equal(ExitCode.WrongUsage, failure.ExitCode);
        Assert.DoesNotContain("secret@", failure.Message, StringComparison.Ordinal);
    }
}
