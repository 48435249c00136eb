using Argus.Domain.Kernel;
using Argus.Domain.Signals;

namespace Argus.Specs.Domain;

public class What_a_client_is_told
{
    private static readonly long[] Tellable = [3, 5, 8, 9];

    private static SignalState Given(params ISignalEvent[] events) => events.Aggregate(SignalState.Initial, SignalState.Evolve);

    private static Decision<ISignalEvent> Take(SignalState state, params long[] epochs) => SignalDecider.Take(state, epochs, [], Tellable);

    [Fact]
    public void begins_once()
    {
        SignalDecider.Begin(SignalState.Initial, 2).Gives(new SignalsBegan(2));
        SignalDecider.Begin(Given(new SignalsBegan(2)), 7).Gives();
    }

    [Fact]
    public void is_nothing_before_it_asks() => Assert.Equal("signals_unknown", Take(SignalState.Initial, 3).Refusal?.Code);

    [Fact]
    public void goes_on_behind_what_it_has_taken_in_order()
    {
        var state = Given(new SignalsBegan(2));

        var taken = Assert.IsType<SignalsTaken>(Assert.Single(Take(state, 5, 3).Events));

        Assert.Equal([3, 5], taken.Epochs);
        Assert.Equal(5, taken.Through);
        Assert.Empty(taken.Refused);
    }

    [Fact]
    public void waits_for_what_was_passed_over()
    {
        var state = Given(new SignalsBegan(2), new SignalsTaken([5], [], 2));

        Assert.True(state.IsOpen(3));
        Assert.False(state.IsOpen(5));
        Assert.True(state.IsOpen(8));

        var taken = Assert.IsType<SignalsTaken>(Assert.Single(Take(state, 3).Events));
        Assert.Equal(5, taken.Through);
        Assert.Empty(SignalState.Evolve(state, taken).Taken);
    }

    [Fact]
    public void changes_nothing_when_taken_again_or_never_told()
    {
        var state = Given(new SignalsBegan(2), new SignalsTaken([3, 8], [], 3));

        Take(state, 3, 8).Gives();
        Take(state, 1, 4, 100).Gives();
        Take(state).Gives();
    }

    [Fact]
    public void keeps_why_a_token_was_refused()
    {
        var decision = SignalDecider.Take(
            Given(new SignalsBegan(2)), [3, 3, 4], [new SignalRefused("invalid_key", 3), new SignalRefused("other", 3), new SignalRefused("invalid_key", 4)], Tellable);

        Assert.Equal([new SignalRefused("invalid_key", 3)], Assert.IsType<SignalsTaken>(Assert.Single(decision.Events)).Refused);
    }

    [Fact]
    public void is_folded_from_no_foreign_event() =>
        Assert.Throws<UnreadableEventException>(() => SignalState.Evolve(SignalState.Initial, new Foreign()));

    private sealed record Foreign : ISignalEvent;
}
