using Argus.Domain.Kernel;
using Argus.Domain.PushedRequests;

namespace Argus.Specs.Domain;

public class A_pushed_request
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AuthorizationPushed Pushed = new(Samples.Orders, "digest", Now.AddSeconds(90).ToUnixTimeSeconds(), Samples.Sealed<IReadOnlyList<PushedParameter>>("sealed"));

    [Fact]
    public void is_pushed_once()
    {
        PushedRequestDecider.Push(Given(), Pushed).Gives(Pushed);
        PushedRequestDecider.Push(Given(Pushed), Pushed).IsRefused("request_exists");
    }

    [Fact]
    public void is_used_once_and_in_its_time()
    {
        PushedRequestDecider.Use(Given(Pushed), Now.AddSeconds(89)).Gives(new AuthorizationUsed());
        PushedRequestDecider.Use(Given(Pushed), Now.AddSeconds(90)).IsRefused("request_spent");
        PushedRequestDecider.Use(Given(Pushed, new AuthorizationUsed()), Now).IsRefused("request_spent");
        PushedRequestDecider.Use(Given(), Now).IsRefused("request_spent");
    }

    [Fact]
    public void may_be_brought_until_then()
    {
        Assert.True(Given(Pushed).IsGood(Now));
        Assert.False(Given(Pushed).IsGood(Now.AddSeconds(90)));
        Assert.False(Given(Pushed, new AuthorizationUsed()).IsGood(Now));
        Assert.False(Given().IsGood(Now));
    }

    [Fact]
    public void knows_no_other_events() =>
        Assert.Throws<UnreadableEventException>(() => PushedRequestState.Evolve(PushedRequestState.Initial, new Foreign()));

    private static PushedRequestState Given(params IPushedRequestEvent[] events) => Deciding.Fold(PushedRequestState.Initial, PushedRequestState.Evolve, events);

    private sealed record Foreign : IPushedRequestEvent;
}
