using Argus.Domain.Handoffs;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

public class A_handoff
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_000);
    private static readonly DateTimeOffset Over = DateTimeOffset.FromUnixTimeSeconds(1_600);
    private static readonly SignInHandedOff Asked = new("b", Samples.Orders, "c", 1_600, null, null, "r", Samples.Sealed<string>("sealed"), NameSet.Of("read"));
    private static readonly HandoffAccepted Accepted = new("1", NameSet.Of("pwd"), 1_000, "v", Samples.Subject);
    private static readonly HandoffRejected Rejected = new("v", "no");
    private static readonly HandoffUsed Used = new();

    [Fact]
    public void begins_once()
    {
        HandoffDecider.Begin(Given(), Asked).Gives(Asked);
        HandoffDecider.Begin(Given(Asked), Asked).IsRefused("handoff_exists");
    }

    [Fact]
    public void is_answered_once_with_yes_or_no()
    {
        HandoffDecider.Accept(Given(Asked), Accepted, Now).Gives(Accepted);
        HandoffDecider.Reject(Given(Asked), Rejected, Now).Gives(Rejected);
        foreach (var answered in new[] { Given(Asked, Accepted), Given(Asked, Rejected) })
        {
            HandoffDecider.Accept(answered, Accepted, Now).IsRefused("challenge_answered");
            HandoffDecider.Reject(answered, Rejected, Now).IsRefused("challenge_answered");
        }
    }

    [Fact]
    public void that_never_began_is_not_answered()
    {
        HandoffDecider.Accept(Given(), Accepted, Now).IsRefused("challenge_unknown");
        HandoffDecider.Reject(Given(), Rejected, Now).IsRefused("challenge_unknown");
    }

    [Fact]
    public void is_used_once_when_it_is_answered()
    {
        HandoffDecider.Use(Given(), Now).IsRefused("handoff_unanswered");
        HandoffDecider.Use(Given(Asked), Now).IsRefused("handoff_unanswered");
        HandoffDecider.Use(Given(Asked, Accepted), Now).Gives(Used);
        HandoffDecider.Use(Given(Asked, Rejected), Now).Gives(Used);
        HandoffDecider.Use(Given(Asked, Accepted, Used), Now).IsRefused("handoff_used");
        HandoffDecider.Use(Given(Asked, Rejected, Used), Now).IsRefused("handoff_used");
    }

    [Fact]
    public void is_neither_answered_nor_used_when_its_time_is_over()
    {
        HandoffDecider.Accept(Given(Asked), Accepted, Over).IsRefused("challenge_expired");
        HandoffDecider.Reject(Given(Asked), Rejected, Over).IsRefused("challenge_expired");
        HandoffDecider.Use(Given(Asked, Accepted), Over).IsRefused("challenge_expired");
        HandoffDecider.Use(Given(Asked, Accepted), Over.AddSeconds(-1)).Gives(Used);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void is_not_accepted_with_what_is_no_name_of_a_level_or_a_method(string name)
    {
        HandoffDecider.Accept(Given(Asked), Accepted with { Acr = name }, Now).IsRefused("authentication_malformed");
        HandoffDecider.Accept(Given(Asked), Accepted with { Amr = NameSet.Of(["pwd", name]) }, Now).IsRefused("authentication_malformed");
    }

    [Fact]
    public void is_not_accepted_with_more_than_ten_methods()
    {
        HandoffDecider.Accept(Given(Asked), Accepted with { Amr = NameSet.Of(Enumerable.Range(0, 11).Select(i => $"m{i}")) }, Now).IsRefused("authentication_malformed");
        Assert.Null(HandoffDecider.Accept(Given(Asked), Accepted with { Amr = NameSet.Of(Enumerable.Range(0, 10).Select(i => $"m{i}")) }, Now).Refusal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public void is_not_rejected_without_a_reason_of_some_length(int length) =>
        HandoffDecider.Reject(Given(Asked), new HandoffRejected("v", new string('x', length)), Now).IsRefused("reason_missing");

    private static HandoffState Given(params IEnumerable<IHandoffEvent> events) => Deciding.Fold(HandoffState.Initial, HandoffState.Evolve, events);
}
