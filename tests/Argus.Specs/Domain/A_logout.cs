using Argus.Domain.Kernel;
using Argus.Domain.Logouts;

namespace Argus.Specs.Domain;

public class A_logout
{
    private static readonly ClientId Other = TextId.Parse<ClientId>("other");
    private static readonly LogoutDue Due = new(NameSet.Of(["orders", "other"]), Samples.Session, Samples.Subject);

    [Fact]
    public void begins_once_and_only_if_somebody_wants_to_hear_of_it()
    {
        LogoutDecider.Begin(Given(), Due).Gives(Due);
        LogoutDecider.Begin(Given(Due), Due).Gives();
        LogoutDecider.Begin(Given(), Due with { Clients = NameSet.Empty }).Gives();

        var state = Given(Due);
        Assert.Equal((Samples.Session, Samples.Subject, 2), (state.Session, state.Subject, state.Pending.Count));
    }

    [Fact]
    public void is_attempted_by_one_node_at_a_time()
    {
        LogoutDecider.Attempt(Given(Due), Attempt(1)).Gives(Attempt(1));
        LogoutDecider.Attempt(Given(Due, Attempt(1)), Attempt(1)).IsRefused("attempt_taken");
        LogoutDecider.Attempt(Given(Due), Attempt(2)).IsRefused("attempt_taken");
        LogoutDecider.Attempt(Given(Due, Attempt(1)), Attempt(2)).Gives(Attempt(2));
        LogoutDecider.Attempt(Given(), Attempt(1)).IsRefused("logout_settled");
        LogoutDecider.Attempt(Given(Due, Attempt(1), new LogoutDelivered(Samples.Orders)), Attempt(2)).IsRefused("logout_settled");
    }

    [Fact]
    public void is_attempted_so_often_and_not_more()
    {
        var attempts = Enumerable.Range(1, LogoutSchedule.MostAttempts).Select(ILogoutEvent (attempt) => Attempt(attempt));

        LogoutDecider.Attempt(Given([Due, .. attempts]), Attempt(LogoutSchedule.MostAttempts + 1)).IsRefused("attempts_exhausted");
    }

    [Fact]
    public void is_over_for_each_client_by_itself()
    {
        LogoutDecider.Deliver(Given(Due), Samples.Orders).IsRefused("never_attempted");
        LogoutDecider.Deliver(Given(Due, Attempt(1)), Samples.Orders).Gives(new LogoutDelivered(Samples.Orders));
        LogoutDecider.Deliver(Given(Due, Attempt(1), new LogoutDelivered(Samples.Orders)), Samples.Orders).Gives();
        LogoutDecider.Deliver(Given(Due, Attempt(1), new LogoutAbandoned(Samples.Orders)), Samples.Orders).Gives();
        LogoutDecider.Abandon(Given(Due), Samples.Orders).Gives(new LogoutAbandoned(Samples.Orders));
        LogoutDecider.Abandon(Given(Due, new LogoutAbandoned(Samples.Orders)), Samples.Orders).Gives();

        Assert.Equal([Other], Given(Due, Attempt(1), new LogoutDelivered(Samples.Orders)).Pending.Keys);
    }

    [Fact]
    public void is_tried_again_more_and_more_seldom_and_later_by_who_did_not_try_before()
    {
        var pauses = Enumerable.Range(0, LogoutSchedule.MostAttempts).Select(made => LogoutSchedule.PauseAfter(made, isOwn: true).TotalSeconds);

        Assert.Equal([0, 1, 5, 30, 120, 600], pauses);
        Assert.Equal(TimeSpan.FromSeconds(31), LogoutSchedule.PauseAfter(1, isOwn: false));
    }

    private static LogoutAttempted Attempt(int attempt) => new(attempt, Samples.Orders, "digest", Samples.Jti, Samples.Kid);

    private static LogoutState Given(params IEnumerable<ILogoutEvent> events) => events.Aggregate(LogoutState.Initial, LogoutState.Evolve);
}
