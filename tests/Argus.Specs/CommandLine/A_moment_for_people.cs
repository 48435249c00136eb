using Argus.Cli.Output;

namespace Argus.Specs.CommandLine;

public class A_moment_for_people
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-03-01T12:00:00Z", "2026-03-01 12:00:00Z (0 s ago)")]
    [InlineData("2026-03-01T12:01:59Z", "2026-03-01 12:01:59Z (in 119 s)")]
    [InlineData("2026-03-01T11:58:00Z", "2026-03-01 11:58:00Z (2 min ago)")]
    [InlineData("2026-03-01T16:00:00+01:00", "2026-03-01 15:00:00Z (in 3 h)")]
    [InlineData("2026-01-01T12:00:00Z", "2026-01-01 12:00:00Z (59 d ago)")]
    [InlineData("someday", "someday")]
    [InlineData(null, "")]
    public void is_in_UTC_with_how_far_away_it_is(string? text, string shown) => Assert.Equal(shown, Moment.Shown(text, Now));

    [Theory]
    [InlineData("2026-03-01T12:00:00")]
    [InlineData("2026-03-01")]
    [InlineData("tomorrow")]
    public void is_not_read_without_an_offset(string text) => Assert.False(Moment.TryParse(text, out _));
}
