using Argus.Authority.SignIn.Providers;
using Argus.Domain.DelegatedSignIns;
using Argus.Domain.Sessions;
using Argus.Domain.Users;
using Argus.Specs.Domain;

namespace Argus.Specs.Authority.SignIn.Providers;

public class An_authentication_at_an_outside_provider
{
    private const string Asked = "the digest of a request";

    private static readonly DateTimeOffset Began = new ManualClock().GetUtcNow();
    private static readonly SignInDelegated Delegated =
        new("the browser's", (Began + DelegatedSignIns.Lifetime).ToUnixTimeSeconds(), "https://ally.example", Samples.Ally, Asked, Domain.Samples.Sealed<string>("sealed"));

    [Theory]
    [InlineData(20)]
    [InlineData(0)]
    [InlineData(-60)]
    public void after_the_browser_was_sent_there_is_for_the_request(long seconds)
    {
        var authentication = After(Began.ToUnixTimeSeconds() + seconds);

        Assert.Equal(("0", "ext", Began.ToUnixTimeSeconds() + seconds, Asked), (authentication.Acr, authentication.Amr.ToString(), authentication.AuthTime, authentication.Request));
    }

    /// <summary>Or a user who sits at another's screen needs only to take <c>prompt</c> out of the provider's URL.</summary>
    [Theory]
    [InlineData(-61)]
    [InlineData(-300)]
    public void before_that_is_not_for_the_request_that_wants_a_new_one(long seconds) => Assert.Null(After(Began.ToUnixTimeSeconds() + seconds).Request);

    [Fact]
    public void in_the_future_was_now() => Assert.Equal(Began.ToUnixTimeSeconds() + 30, After(Began.ToUnixTimeSeconds() + 86_400).AuthTime);

    [Fact]
    public void at_a_time_that_is_not_said_was_now() => Assert.Equal((Began.ToUnixTimeSeconds() + 30, Asked), (After(null).AuthTime, After(null).Request));

    private static Authentication After(long? authTime) =>
        ProvenAuthentication.Of(Delegated, new ProvenUser(Delegated.Issuer, "alice", authTime, UserClaims.None), Began.AddSeconds(30));
}
