using Argus.Authority.Authorization;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.Specs.Domain;

namespace Argus.Specs.Authority.Authorization;

public class A_user_who_authenticated_before
{
    private const string Digest = "digest";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, 100_000, false)]
    [InlineData("login", null, 0, true)]
    [InlineData("login", null, 100_000, true)]
    [InlineData(null, 0L, 0, true)]
    [InlineData(null, 60L, 60, false)]
    [InlineData(null, 60L, 61, true)]
    public void for_something_else_may_have_to_do_it_again(string? prompt, long? maxAge, int secondsAgo, bool must) =>
        Assert.Equal(must, Asking(prompt, maxAge).MustAuthenticate(SignedIn(secondsAgo, "another"), Now));

    [Theory]
    [InlineData("login", null, 0, false)]
    [InlineData("login", null, 599, false)]
    [InlineData("login", null, 600, true)]
    [InlineData(null, 0L, 30, false)]
    [InlineData(null, 5L, 30, false)]
    [InlineData(null, 5L, 600, true)]
    public void for_this_very_request_need_not_do_it_again_for_ten_minutes(string? prompt, long? maxAge, int secondsAgo, bool must) =>
        Assert.Equal(must, Asking(prompt, maxAge).MustAuthenticate(SignedIn(secondsAgo, Digest), Now));

    [Fact]
    public void must_do_so_if_the_client_expects_somebody_else()
    {
        var asked = Asking(null, null) with { ExpectedSubject = "somebody" };

        Assert.True(asked.MustAuthenticate(SignedIn(0, Digest), Now));
        Assert.False((asked with { ExpectedSubject = Samples.Subject.Value }).MustAuthenticate(SignedIn(0, "another"), Now));
    }

    [Fact]
    public void must_do_so_without_a_session() => Assert.True(Asking(null, null).MustAuthenticate(null, Now));

    private static SessionState SignedIn(int secondsAgo, string request) => SessionState.Evolve(
        SessionState.Initial,
        new SessionOpened(new Authentication("1", NameSet.Of("pwd"), Now.ToUnixTimeSeconds() - secondsAgo, request), "cookie", long.MaxValue, Samples.Subject));

    private static AuthorizationRequest Asking(string? prompt, long? maxAge)
    {
        Assert.True(Prompt.TryParse(prompt, out var parsed));
        var to = new AuthorizationReturn(Samples.Orders, ClientState.Initial, "https://app.example/cb", true, null);
        return new AuthorizationRequest(to, new AskedAccess(NameSet.Empty, NameSet.Empty), "challenge", null, parsed, maxAge, null, null, Digest);
    }
}
