using Argus.Domain.Users;

namespace Argus.Specs.Domain;

public class A_username
{
    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("Alice@Acme.Example", "alice@acme.example")]
    [InlineData("ÄÖÉ", "äöé")]
    [InlineData("ΣΟΦΊΑ", "σοφία")]
    [InlineData("Алиса", "алиса")]
    [InlineData("愛麗絲", "愛麗絲")]
    [InlineData("a b", "a b")]
    [InlineData("100%/..", "100%/..")]
    [InlineData("\u212Aate", "kate")] // The Kelvin sign.
    public void is_folded_to_lower_case(string text, string folded)
    {
        Assert.True(Username.TryParse(text, out var username));
        Assert.Equal(folded, username.Value);
        Assert.True(Username.TryParse(folded, out var again));
        Assert.Equal(username, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" a")]
    [InlineData("a\u3000")]
    [InlineData("a\tb")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u200bb")] // Zero width space.
    [InlineData("a\u202eb")] // Right-to-left override.
    [InlineData("a\u2028b")]
    [InlineData("\ufeffa")]
    [InlineData("a\ue000b")] // Private use.
    [InlineData("e\u0301")] // Not NFC: its composed form is one character.
    [InlineData("か\u3099")]
    [InlineData("\u1112\u1161\u11ab")]
    [InlineData(".")]
    [InlineData("..")]
    public void is_no_other_text(string? text) => Assert.False(Username.TryParse(text, out _));

    [Fact]
    public void is_no_half_character()
    {
        Assert.False(Username.TryParse("a\ud83d", out _));
        Assert.False(Username.TryParse("\ude00a", out _));
        Assert.True(Username.TryParse("a\U0001F600", out _));
    }

    [Fact]
    public void has_at_most_128_characters()
    {
        Assert.True(Username.TryParse(new string('a', 128), out _));
        Assert.False(Username.TryParse(new string('a', 129), out _));
    }
}
