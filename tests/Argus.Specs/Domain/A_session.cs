using Argus.Domain.Kernel;
using Argus.Domain.Sessions;

namespace Argus.Specs.Domain;

public class A_session
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Authentication Password = new("1", NameSet.Of("pwd"), Now.ToUnixTimeSeconds(), null);
    private static readonly SessionOpened Opened = new(Password, "digest", Now.AddHours(1).ToUnixTimeSeconds(), Samples.Subject);
    private static readonly SessionReauthenticated Again = new(Password with { AuthTime = 7 }, "another", Now.AddHours(2).ToUnixTimeSeconds());

    [Fact]
    public void is_opened_once()
    {
        SessionDecider.Open(Given(), Opened).Gives(Opened);
        SessionDecider.Open(Given(Opened), Opened).IsRefused("session_exists");
        SessionDecider.Open(Given(Opened, new SessionEnded("any")), Opened).IsRefused("session_exists");
    }

    [Fact]
    public void goes_on_with_another_secret_when_its_user_signs_in_again()
    {
        SessionDecider.Reauthenticate(Given(Opened), Again, Now).Gives(Again);
        SessionDecider.Reauthenticate(Given(Opened, Again), Again, Now).Gives();
        SessionDecider.Reauthenticate(Given(), Again, Now).IsRefused("session_over");
        SessionDecider.Reauthenticate(Given(Opened, new SessionEnded("any")), Again, Now).IsRefused("session_over");
        SessionDecider.Reauthenticate(Given(Opened), Again, Now.AddHours(1)).IsRefused("session_over");

        var state = Given(Opened, Again);
        Assert.Equal((Again.Authentication, "another", Again.Exp, Samples.Subject), (state.Authentication, state.Digest, state.Exp, state.Subject));
    }

    [Fact]
    public void remembers_each_client_once()
    {
        var joined = new SessionClientJoined(Samples.Orders);
        var other = new SessionClientJoined(TextId.Parse<ClientId>("other"));

        SessionDecider.Join(Given(Opened), Samples.Orders, Now).Gives(joined);
        SessionDecider.Join(Given(Opened, joined), Samples.Orders, Now).Gives();
        SessionDecider.Join(Given(Opened, joined), other.ClientId, Now).Gives(other);
        SessionDecider.Join(Given(Opened), Samples.Orders, Now.AddHours(1)).IsRefused("session_over");
        Assert.Equal(NameSet.Of(["orders", "other"]), Given(Opened, joined, other, Again).Clients);
    }

    [Fact]
    public void ends_once()
    {
        SessionDecider.End(Given(Opened), "signed_out").Gives(new SessionEnded("signed_out"));
        SessionDecider.End(Given(Opened, new SessionEnded("signed_out")), "signed_out").Gives();
        SessionDecider.End(Given(), "signed_out").Gives();
    }

    [Fact]
    public void lives_to_the_second_of_its_end()
    {
        Assert.True(Given(Opened).IsLive(Now.AddHours(1).AddTicks(-1)));
        Assert.False(Given(Opened).IsLive(Now.AddHours(1)));
        Assert.False(Given(Opened, new SessionEnded("any")).IsLive(Now));
        Assert.False(Given().IsLive(Now));
    }

    [Fact]
    public void knows_its_own_events_only() => Assert.Throws<UnreadableEventException>(() => SessionState.Evolve(SessionState.Initial, new Foreign()));

    private static SessionState Given(params IEnumerable<ISessionEvent> events) => Deciding.Fold(SessionState.Initial, SessionState.Evolve, events);

    private sealed record Foreign : ISessionEvent;
}
