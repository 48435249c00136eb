using Argus.Jose;

namespace Argus.Specs.Jose;

/// <summary>Times are seconds from now; each edge is tried on both sides.</summary>
public class A_token_and_the_clock(Keys keys) : IClassFixture<Keys>
{
    [Theory]
    [InlineData(1, 0, TokenFault.None)]
    [InlineData(0, 0, TokenFault.Expired)] // RFC 7519 §4.1.4: "on or after".
    [InlineData(-1, 0, TokenFault.Expired)]
    [InlineData(-59, 60, TokenFault.None)]
    [InlineData(-60, 60, TokenFault.Expired)]
    public void exp(int exp, int skew, TokenFault expected) => Assert.Equal(expected, Validate(iat: -600, exp: exp, nbf: -600, skew: skew));

    [Theory]
    [InlineData(0, 0, TokenFault.None)]
    [InlineData(1, 0, TokenFault.NotYetValid)]
    [InlineData(60, 60, TokenFault.None)]
    [InlineData(61, 60, TokenFault.NotYetValid)]
    public void nbf(int nbf, int skew, TokenFault expected) => Assert.Equal(expected, Validate(iat: -5, exp: 600, nbf: nbf, skew: skew));

    [Theory]
    [InlineData(0, 0, TokenFault.None)]
    [InlineData(1, 0, TokenFault.IssuedInFuture)]
    [InlineData(60, 60, TokenFault.None)]
    [InlineData(61, 60, TokenFault.IssuedInFuture)]
    public void iat(int iat, int skew, TokenFault expected) => Assert.Equal(expected, Validate(iat: iat, exp: 600, nbf: 0, skew: skew));

    [Theory]
    [InlineData(-10, 3590, TokenFault.None)]
    [InlineData(-10, 3591, TokenFault.LifetimeTooLong)]
    [InlineData(0, 999_999_999, TokenFault.LifetimeTooLong)]
    [InlineData(5, 5, TokenFault.BadClaim)]
    [InlineData(5, 4, TokenFault.BadClaim)]
    public void lifetime(int iat, int exp, TokenFault expected) => Assert.Equal(expected, Validate(iat: iat, exp: exp, nbf: -10, skew: 60));

    [Fact]
    public void fractions_of_a_second_of_ours_count()
    {
        var token = At(iat: -600, exp: 1, nbf: -600);
        var rules = Forge.Rules with { ClockSkew = TimeSpan.Zero };

        Assert.Equal(TokenFault.None, keys.Validate(token, rules, Forge.Now.AddMilliseconds(999)));
        Assert.Equal(TokenFault.Expired, keys.Validate(token, rules, Forge.Now.AddSeconds(1)));
    }

    [Fact]
    public void another_skew_for_exp_leaves_the_others_alone()
    {
        var rules = Forge.Rules with { ExpirySkew = TimeSpan.Zero };

        Assert.Equal(TokenFault.None, keys.Validate(At(iat: 1, exp: 600, nbf: 1), rules));
        Assert.Equal(TokenFault.Expired, keys.Validate(At(iat: -600, exp: 0, nbf: -600), rules));
    }

    [Fact]
    public void nbf_may_be_absent()
    {
        var token = Forge.Sign(keys.Issuers, Forge.Header(keys.Issuers), Forge.Payload(without: "nbf"));

        Assert.Equal(TokenFault.None, keys.Validate(token, out var verified));
        Assert.Equal(0, verified!.NotBefore);
    }

    [Fact]
    public void without_iat_the_rest_of_the_lifetime_is_bounded()
    {
        var rules = Forge.Rules with { Required = RequiredClaims.Assertion, MaxLifetime = TimeSpan.FromSeconds(300) };

        Assert.Equal(TokenFault.None, keys.Validate(WithoutIat(300), rules));
        Assert.Equal(TokenFault.LifetimeTooLong, keys.Validate(WithoutIat(301), rules));
    }

    [Fact]
    public void the_ends_of_the_calendar_do_not_overflow()
    {
        var rules = Forge.Rules with { ClockSkew = TimeSpan.MaxValue, MaxLifetime = TimeSpan.MaxValue };
        var token = Forge.Sign(keys.Issuers, Forge.Header(keys.Issuers), Forge.Payload(exp: "253402300799", iat: "0", nbf: "253402300799"));

        Assert.Equal(TokenFault.None, keys.Validate(token, rules, DateTimeOffset.MinValue));
        Assert.Equal(TokenFault.None, keys.Validate(token, rules, DateTimeOffset.MaxValue));
    }

    [Theory]
    [InlineData("\"1772366400\"")]
    [InlineData("1772366400.5")]
    [InlineData("1772366400.0")]
    [InlineData("1.7723664e9")]
    [InlineData("1e999")]
    [InlineData("-1")]
    [InlineData("-0")]
    [InlineData("253402300800")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("1000000000000000000000000000000000000000000")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[1772366400]")]
    [InlineData("{}")]
    public void a_time_that_is_no_whole_number_in_range_is_refused(string time)
    {
        Assert.Equal(TokenFault.BadClaim, keys.Validate(Token(exp: time)));
        Assert.Equal(TokenFault.BadClaim, keys.Validate(Token(iat: time)));
        Assert.Equal(TokenFault.BadClaim, keys.Validate(Token(nbf: time)));
    }

    private TokenFault Validate(int iat, int exp, int nbf, int skew) =>
        keys.Validate(At(iat, exp, nbf), Forge.Rules with { ClockSkew = TimeSpan.FromSeconds(skew) });

    private string At(int iat, int exp, int nbf) => Token($"{Forge.Seconds + iat}", $"{Forge.Seconds + exp}", $"{Forge.Seconds + nbf}");

    private string Token(string? iat = null, string? exp = null, string? nbf = null) =>
        Forge.Sign(keys.Issuers, Forge.Header(keys.Issuers), Forge.Payload(iat: iat, exp: exp, nbf: nbf));

    private string WithoutIat(int exp) =>
        Forge.Sign(keys.Issuers, Forge.Header(keys.Issuers), Forge.Payload(without: "iat", exp: $"{Forge.Seconds + exp}"));
}
