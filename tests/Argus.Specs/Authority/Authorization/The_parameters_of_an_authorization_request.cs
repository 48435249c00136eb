using Argus.Authority.Authorization;

namespace Argus.Specs.Authority.Authorization;

public class The_parameters_of_an_authorization_request
{
    [Fact]
    public void have_one_digest_in_whatever_order_they_came() =>
        Assert.Equal(Of(("state", "a"), ("nonce", "b")).Digest, Of(("nonce", "b"), ("state", "a")).Digest);

    [Fact]
    public void have_another_digest_for_another_request_even_if_it_is_the_same_text()
    {
        Assert.NotEqual(Of(("state", "ab"), ("nonce", "")).Digest, Of(("state", "a"), ("nonce", "b")).Digest);
        Assert.NotEqual(Of(("state", "a")).Digest, Of(("state", "a"), ("state", "a")).Digest);
        Assert.NotEqual(Of(("resource", "a"), ("resource", "b")).Digest, Of(("resource", "b"), ("resource", "a")).Digest);
        Assert.NotEqual(Of(("state", "a")).Digest, Of(("nonce", "a")).Digest);
    }

    [Fact]
    public void are_those_that_mean_something_and_no_others()
    {
        var parameters = AuthorizationParameters.Of(name => name is "state" ? "s" : name is "client_id" ? "c" : null, ["r1", "r2"]);

        Assert.Equal([("client_id", "c"), ("resource", "r1"), ("resource", "r2"), ("state", "s")], parameters.Values);
        Assert.Equal("client_id=c&resource=r1&resource=r2&state=s", parameters.ToQuery());
        Assert.DoesNotContain("client_secret", AuthorizationParameters.Names);
    }

    [Fact]
    public void are_escaped_in_a_query() => Assert.Equal("state=%26x%3D1%2B%20%25%E2%82%AC", Of(("state", "&x=1+ %€")).ToQuery());

    [Fact]
    public void have_one_value_for_a_name_that_was_set()
    {
        Assert.Equal("b", Of(("client_id", "a")).With("client_id", "b")["client_id"]);
        Assert.Null(Of(("client_id", "a"))["state"]);
    }

    [Theory]
    [InlineData(null, "", false)]
    [InlineData("none", "none", false)]
    [InlineData("login", "login", true)]
    [InlineData("select_account", "select_account", true)]
    [InlineData("consent login", "login consent", true)]
    [InlineData("consent consent", "consent", false)]
    public void may_want_the_user_to_be_asked(string? text, string wanted, bool mustSignIn)
    {
        Assert.True(Prompt.TryParse(text, out var prompt));
        Assert.Equal((wanted, mustSignIn), (prompt.ToString(), prompt.MustSignIn));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Login")]
    [InlineData("login  consent")]
    [InlineData("none none")]
    [InlineData("none consent")]
    [InlineData("create")]
    public void cannot_want_what_is_no_prompt(string text) => Assert.False(Prompt.TryParse(text, out _));

    private static AuthorizationParameters Of(params (string, string)[] values) => AuthorizationParameters.Of(values);
}
