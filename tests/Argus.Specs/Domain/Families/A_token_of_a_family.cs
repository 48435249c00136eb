using System.Text.Json;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain.Families;

/// <summary>Its identifier says itself where the log has it.</summary>
public class A_token_of_a_family
{
    private const string Family = Samples.JtiText;

    [Theory]
    [InlineData(1, Family + ".1")]
    [InlineData(10, Family + ".10")]
    [InlineData(int.MaxValue, Family + ".2147483647")]
    public void is_named_by_its_family_and_the_version_of_its_entry(int version, string text)
    {
        Assert.True(FamilyId.TryParse(Family, out var family));
        var jti = Jti.Of(family, version);

        Assert.Equal(text, jti.Value);
        Assert.True(jti.Value.Length <= Jti.LongestLength);
        Assert.True(Jti.TryParse(text, out var parsed));
        Assert.Equal((jti, family, version), (parsed, parsed.Family, parsed.Version));
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(jti));
        Assert.Equal(jti, JsonSerializer.Deserialize<Jti>($"\"{text}\""));
    }

    [Theory]
    [InlineData(Family + ".")]
    [InlineData(Family + ".0")]
    [InlineData(Family + ".01")]
    [InlineData(Family + ".+1")]
    [InlineData(Family + ".-1")]
    [InlineData(Family + ". 1")]
    [InlineData(Family + ".1 ")]
    [InlineData(Family + ".1.")]
    [InlineData(Family + ".1.2")]
    [InlineData(Family + "..1")]
    [InlineData(Family + ".1e1")]
    [InlineData(Family + ".1,000")]
    [InlineData(Family + ".\u0661")]
    [InlineData(Family + ".2147483648")]
    [InlineData(Family + ".9999999999")]
    [InlineData(Family + ".10000000000")]
    [InlineData(Family + ".99999999999999999999999999999999999999")]
    [InlineData("." + Family)]
    [InlineData(".1")]
    [InlineData("0000000000000000000000000.1")]
    [InlineData("000000000000000000000000001.1")]
    [InlineData("00000000000000000000000001.1")]
    [InlineData("0000000000000000000000000A.1")]
    public void has_one_name_and_no_other(string text)
    {
        Assert.False(Jti.TryParse(text, out _));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Jti>(JsonSerializer.Serialize(text)));
    }

    [Fact]
    public void without_a_version_is_of_no_family()
    {
        Assert.True(Jti.TryParse(Family, out var alone));
        Assert.Null(alone.Family);
        Assert.Equal(0, alone.Version);
    }

    [Theory]
    [InlineData("0", "00000000000000000000000000")]
    [InlineData("1", "00000000000000000000000004")]
    [InlineData("7", "0000000000000000000000000s")]
    [InlineData("8", "00000000000000000000000010")]
    [InlineData("340282366920938463463374607431768211455", "vvvvvvvvvvvvvvvvvvvvvvvvvs")]
    public void has_a_family_that_is_written_as_a_subject_and_a_session_are(string number, string text)
    {
        var bits = UInt128.Parse(number, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal((text, text, text), (new FamilyId(bits).Value, new SubjectId(bits).Value, new SessionId(bits).Value));
        Assert.True(FamilyId.TryParse(text, out var family) && SubjectId.TryParse(text, out var subject) && SessionId.TryParse(text, out var session)
            && family.Bits == bits && subject.Bits == bits && session.Bits == bits);
        Assert.True(Base32Hex.TryRead(text, out var read) && read == bits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000000000000000000000000")]
    [InlineData("000000000000000000000000000")]
    [InlineData("0000000000000000000000000w")]
    [InlineData("A0000000000000000000000000")]
    [InlineData("00000000000000000000000001")]
    [InlineData("vvvvvvvvvvvvvvvvvvvvvvvvvv")]
    [InlineData(Family + ".1")]
    public void has_a_family_of_one_spelling(string? text) =>
        Assert.False(FamilyId.TryParse(text, out _) || SessionId.TryParse(text, out _) || SubjectId.TryParse(text, out _) || Base32Hex.TryRead(text, out _));
}
