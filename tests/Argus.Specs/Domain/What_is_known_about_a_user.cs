using System.Text.Json;
using Argus.Domain.Users;

namespace Argus.Specs.Domain;

public class What_is_known_about_a_user
{
    [Fact]
    public void is_the_same_in_whatever_order_it_is_given()
    {
        var (one, other) = (UserClaims.Of(Claim("a", "1"), Claim("b", "2")), UserClaims.Of(Claim("b", "2"), Claim("a", "1")));

        Assert.True(one.Equals(other));
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal("""{"a":"1","b":"2"}""", JsonSerializer.Serialize(other));
        Assert.False(one.Equals(UserClaims.Of(Claim("a", "1"))));
        Assert.False(one.Equals(UserClaims.Of(Claim("a", "1"), Claim("b", "3"))));
        Assert.False(UserClaims.Of(Claim("a", "true")).Equals(UserClaims.Of(new KeyValuePair<string, ClaimValue>("a", ClaimValue.Of(true)))));
    }

    [Fact]
    public void is_found_by_name()
    {
        Assert.Equal(ClaimValue.Of("2"), UserClaims.Of(Claim("a", "1"), Claim("b", "2")).Find("b"));
        Assert.Null(UserClaims.Of(Claim("a", "1")).Find("A"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"a\"")]
    [InlineData("{\"a\":null}")]
    [InlineData("{\"a\":[]}")]
    [InlineData("{\"a\":{}}")]
    [InlineData("{\"a\":1.5}")]
    [InlineData("{\"a\":9223372036854775808}")]
    [InlineData("{\"a\":1,\"a\":1}")]
    public void is_read_from_an_object_of_texts_truths_and_whole_numbers_only(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<UserClaims>(json));

    [Theory]
    [InlineData("name")]
    [InlineData("email")]
    [InlineData("department_7")]
    [InlineData("https://acme.example/role")]
    public void has_names_of_its_own(string name) => Assert.Null(ClaimRules.Fault(name, ClaimValue.Of("x")));

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("iat")]
    [InlineData("nbf")]
    [InlineData("jti")]
    [InlineData("nonce")]
    [InlineData("auth_time")]
    [InlineData("acr")]
    [InlineData("amr")]
    [InlineData("azp")]
    [InlineData("sid")]
    [InlineData("at_hash")]
    [InlineData("c_hash")]
    [InlineData("client_id")]
    [InlineData("scope")]
    [InlineData("fid")]
    [InlineData("cnf")]
    [InlineData("act")]
    [InlineData("events")]
    public void never_says_what_Argus_says_itself(string name) => Assert.Equal("is set by Argus itself", ClaimRules.Fault(name, ClaimValue.Of("x")));

    [Theory]
    [InlineData("")]
    [InlineData("Name")]
    [InlineData("na-me")]
    [InlineData("na me")]
    [InlineData("näme")]
    [InlineData("http://acme.example/role")]
    [InlineData("https://")]
    [InlineData("https://acme.example/a b")]
    [InlineData("https://acme.example/\"")]
    [InlineData("https://acme.example/ä")]
    [InlineData("urn:role")]
    [InlineData("address")]
    public void has_no_other_names(string name) => Assert.NotNull(ClaimRules.Fault(name, ClaimValue.Of("x")));

    [Fact]
    public void has_names_of_a_bounded_length()
    {
        Assert.Null(ClaimRules.Fault(new string('a', 64), ClaimValue.Of("x")));
        Assert.NotNull(ClaimRules.Fault(new string('a', 65), ClaimValue.Of("x")));
        Assert.Null(ClaimRules.Fault("https://acme.example/".PadRight(256, 'a'), ClaimValue.Of("x")));
        Assert.NotNull(ClaimRules.Fault("https://acme.example/".PadRight(257, 'a'), ClaimValue.Of("x")));
    }

    [Fact]
    public void has_the_types_of_OpenID_Connect_where_it_uses_its_names()
    {
        Assert.NotNull(ClaimRules.Fault("email_verified", ClaimValue.Of("true")));
        Assert.NotNull(ClaimRules.Fault("email", ClaimValue.Of(true)));
        Assert.NotNull(ClaimRules.Fault("updated_at", ClaimValue.Of("1300")));
        Assert.Null(ClaimRules.Fault("phone_number_verified", ClaimValue.Of(false)));
        Assert.Null(ClaimRules.Fault("updated_at", ClaimValue.Of(1_300)));
        Assert.Null(ClaimRules.Fault("level", ClaimValue.Of((1L << 53) - 1)));
        Assert.NotNull(ClaimRules.Fault("level", ClaimValue.Of(1L << 53)));
        Assert.NotNull(ClaimRules.Fault("level", ClaimValue.Of(-1L << 53)));
    }

    [Fact]
    public void is_bounded_in_number_and_in_bytes()
    {
        Assert.Null(ClaimRules.Fault(UserClaims.Of(Enumerable.Range(0, 32).Select(i => Claim($"c{i}", "x")))));
        Assert.NotNull(ClaimRules.Fault(UserClaims.Of(Enumerable.Range(0, 33).Select(i => Claim($"c{i}", "x")))));
        Assert.Null(ClaimRules.Fault(UserClaims.Of(Claim("c", new string('x', 4096 - 8)))));
        Assert.NotNull(ClaimRules.Fault(UserClaims.Of(Claim("c", new string('x', 4096 - 7)))));
        Assert.NotNull(ClaimRules.Fault(UserClaims.Of(Claim("c", new string('ä', 2048)))));
    }

    private static KeyValuePair<string, ClaimValue> Claim(string name, string value) => new(name, ClaimValue.Of(value));
}
