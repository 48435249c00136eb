using System.Globalization;
using System.Text.RegularExpressions;
using Argus.Server.Pages;

namespace Argus.IntegrationTests.Pages;

public partial class The_stylesheet
{
    [Theory]
    [InlineData("text", "page")]
    [InlineData("text", "card")]
    [InlineData("muted", "card")]
    [InlineData("on-accent", "accent")]
    [InlineData("error", "error-card")]
    [InlineData("warning", "warning-card")]
    public void gives_text_a_contrast_of_4_5_in_light_and_in_dark(string text, string background) => HasContrast(4.5, text, background);

    [Theory]
    [InlineData("edge", "card")]
    [InlineData("accent", "card")]
    public void gives_the_edges_of_fields_and_the_focus_a_contrast_of_3(string edge, string background) => HasContrast(3, edge, background);

    [Fact]
    public void names_every_colour_once_for_each_scheme_and_uses_no_other()
    {
        Assert.Equal(Scheme(dark: false).Keys.Order(), Scheme(dark: true).Keys.Order());
        Assert.Equal(Scheme(dark: false).Keys.Order(), Use().Matches(PageCss.Text).Select(use => use.Groups[1].Value).Distinct().Order());
        Assert.Equal(2 * Scheme(dark: false).Count, HexColour().Count(PageCss.Text));
    }

    [Fact]
    public void loads_nothing_and_can_stand_in_a_page_as_it_is()
    {
        Assert.DoesNotContain("url(", PageCss.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", PageCss.Text, StringComparison.OrdinalIgnoreCase);

        // A browser turns CR LF into LF before it hashes; < and & would end the element, or not be XML.
        Assert.DoesNotContain(PageCss.Text, character => character is '\r' or '<' or '&');
    }

    private static void HasContrast(double least, string foreground, string background)
    {
        foreach (var dark in new[] { false, true })
        {
            var colours = Scheme(dark);
            var (one, other) = (Luminance(colours[foreground]), Luminance(colours[background]));
            Assert.True((Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05) >= least, $"{foreground} on {background}, {(dark ? "dark" : "light")}");
        }
    }

    private static Dictionary<string, string> Scheme(bool dark) =>
        Definition().Matches(Root().Matches(PageCss.Text)[dark ? 1 : 0].Value).ToDictionary(found => found.Groups[1].Value, found => found.Groups[2].Value);

    /// <summary>WCAG 2.2, relative luminance.</summary>
    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(0)) + (0.7152 * Channel(2)) + (0.0722 * Channel(4));
    }

    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Root();

    [GeneratedRegex(@"--([a-z-]+): #([0-9a-f]{6});")]
    private static partial Regex Definition();

    [GeneratedRegex(@"var\(--([a-z-]+)\)")]
    private static partial Regex Use();

    [GeneratedRegex(@"#[0-9a-f]{3,8};")]
    private static partial Regex HexColour();
}
