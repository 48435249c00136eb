using Argus.Cli.Output;

namespace Argus.Specs.CommandLine;

public class Text_from_a_node_on_a_terminal
{
    [Theory]
    [InlineData("\u001b[2Jgone")]
    [InlineData("\u009b2J")]
    [InlineData("a\r\nargus: all is well")]
    [InlineData("abc\u202Egnp.exe")]
    [InlineData("a\u2028b")]
    public void does_not_steer_it(string hostile)
    {
        var printed = Screen.Printable(hostile);

        Assert.DoesNotContain(printed, character => char.IsControl(character) || character is '\u202E' or '\u2028');
        Assert.Contains('\uFFFD', printed);
    }

    [Fact]
    public void keeps_every_letter() => Assert.Equal("Zoë & Søn 株式会社 🙂", Screen.Printable("Zoë & Søn 株式会社 🙂"));
}
