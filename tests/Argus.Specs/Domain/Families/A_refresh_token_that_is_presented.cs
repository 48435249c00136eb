using Argus.Domain.Families;
using static Argus.Specs.Domain.Families.FamilyHistory;

namespace Argus.Specs.Domain.Families;

/// <summary>The table of docs/protocol.md, row by row; the windows are 5 s and 30 s.</summary>
public class A_refresh_token_that_is_presented
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void to_a_dead_family_is_refused_whatever_window_is_open(int generation)
    {
        var family = At(4).Then(new FamilyRevoked("by an operator"));

        if (generation == 5)
            family.Refuses(Rt(generation), "unknown");
        else
            family.Refuses(Rt(generation), "family_revoked", new RefreshRejected("family_revoked"));
        family.Refuses(Rt(4) with { ClientId = Thief }, "family_revoked", new RefreshRejected("family_revoked"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    public void whose_subject_s_tokens_were_revoked_is_refused_before_any_window(int generation) =>
        At(4).Refuses(Rt(generation) with { Revoked = "tokens_revoked" }, "tokens_revoked", new RefreshRejected("tokens_revoked"));

    [Theory]
    [InlineData(4, -1, FamilyOutcome.Rotate, null)]
    [InlineData(4, 0, FamilyOutcome.Refuse, "expired")]
    [InlineData(3, 0, FamilyOutcome.Refuse, "expired")]
    [InlineData(0, 0, FamilyOutcome.Refuse, "expired")]
    [InlineData(0, 99, FamilyOutcome.Refuse, "expired")]
    public void at_the_end_of_the_family_is_refused_and_no_reuse(int generation, int seconds, FamilyOutcome outcome, string? reason)
    {
        var end = Start.AddDays(30);
        var family = Opened().Times(4, history => history.After(6 * 86_400).Rotated());
        family = family.After((end - family.Now).TotalSeconds + seconds);

        family.Present(generation).Is(outcome, reason, outcome == FamilyOutcome.Refuse ? [new RefreshRejected("expired")] : []);
        if (outcome == FamilyOutcome.Refuse)
            family.Refuses(Rt(generation), "expired", new RefreshRejected("expired"));
    }

    [Theory]
    [InlineData(604_799.999, FamilyOutcome.Rotate, null)]
    [InlineData(604_800, FamilyOutcome.Refuse, "idle")]
    public void that_lay_idle_for_too_long_is_refused_and_no_reuse(double seconds, FamilyOutcome outcome, string? reason)
    {
        var family = At(4).After(seconds);

        family.Present(4).Is(outcome, reason, outcome == FamilyOutcome.Refuse ? [new RefreshRejected("idle")] : []);
        if (outcome == FamilyOutcome.Refuse)
            family.Refuses(Rt(0), "idle", new RefreshRejected("idle"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    public void by_another_client_ends_the_family(int generation) =>
        At(4).Refuses(Rt(generation) with { ClientId = Thief }, "client_mismatch", new FamilyRevoked("client_mismatch"));

    [Theory]
    [InlineData(Key, "another")]
    [InlineData(Key, null)]
    [InlineData(null, Key)]
    public void with_another_key_is_refused_and_nothing_else(string? bound, string? came)
    {
        At(4, bound).Refuses(Rt(4) with { Binding = came }, "binding_mismatch", new RefreshBindingMismatched(came));
        At(4, bound).Refuses(Rt(0) with { Binding = came }, "binding_mismatch", new RefreshBindingMismatched(came));
        At(4, bound).Present(Rt(4) with { Binding = bound }).Is(FamilyOutcome.Rotate);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void and_live_is_exchanged_and_then_answered_with_the_same_successor(int generation)
    {
        var family = At(generation);

        family.Present(generation).Is(FamilyOutcome.Rotate);
        family.Rotated().Present(generation).Is(FamilyOutcome.Retry, RetryKind.Concurrent);
    }

    [Theory]
    [InlineData(4, "subject_not_in_service")]
    [InlineData(3, "resource_not_in_service")]
    public void for_somebody_out_of_service_is_refused_without_a_change(int generation, string unfit) =>
        At(4).Refuses(Rt(generation) with { Unfit = unfit }, unfit, new RefreshRejected(unfit));

    [Theory]
    [InlineData(-10, RetryKind.Concurrent)]
    [InlineData(0, RetryKind.Concurrent)]
    [InlineData(5, RetryKind.Concurrent)]
    [InlineData(5.000001, RetryKind.LostResponse)]
    [InlineData(30, RetryKind.LostResponse)]
    [InlineData(30.000001, null)]
    [InlineData(86_400, null)]
    public void and_just_spent_is_answered_with_the_same_successor_inside_the_windows_only(double age, string? kind)
    {
        var family = At(4).After(age);

        if (kind is null)
            family.Refuses(Rt(3), "reuse", new FamilyRevoked("reuse"));
        else
            family.Present(3).Is(FamilyOutcome.Retry, kind);
    }

    [Fact]
    public void and_just_spent_is_answered_many_times_at_once_but_not_without_end()
    {
        var family = At(4).After(5).Times(31, history => history.Retried(RetryKind.Concurrent));
        family.Present(3).Is(FamilyOutcome.Retry, RetryKind.Concurrent);

        family.Retried(RetryKind.Concurrent).Refuses(Rt(3), "too_many_at_once");
        family.Retried(RetryKind.Concurrent).After(1).Present(3).Is(FamilyOutcome.Retry, RetryKind.LostResponse);
    }

    [Fact]
    public void and_just_spent_is_answered_three_times_after_lost_responses()
    {
        var family = At(4).After(10).Retried(RetryKind.LostResponse).Retried(RetryKind.LostResponse);
        family.Present(3).Is(FamilyOutcome.Retry, RetryKind.LostResponse);

        family.Retried(RetryKind.LostResponse).Refuses(Rt(3), "reuse", new FamilyRevoked("reuse"));
    }

    [Fact]
    public void and_just_spent_counts_concurrent_answers_and_lost_ones_apart()
    {
        var family = At(4).Times(32, history => history.Retried(RetryKind.Concurrent)).After(6);

        for (var i = 0; i < 3; i++)
        {
            family.Present(3).Is(FamilyOutcome.Retry, RetryKind.LostResponse);
            family = family.Retried(RetryKind.LostResponse);
        }

        family.Refuses(Rt(3), "reuse", new FamilyRevoked("reuse"));
    }

    [Fact]
    public void and_just_spent_is_reuse_once_its_successor_s_tokens_were_seen()
    {
        var family = At(4).Then(new RefreshConfirmed(4));

        family.After(5).Present(3).Is(FamilyOutcome.Retry, RetryKind.Concurrent);
        family.After(5.000001).Refuses(Rt(3), "reuse", new FamilyRevoked("reuse"));
    }

    [Fact]
    public void and_just_spent_has_its_windows_from_the_rotation_whatever_is_asked_in_between()
    {
        var family = At(4).After(5).Retried(RetryKind.Concurrent).After(20).Retried(RetryKind.LostResponse);

        family.After(5).Present(3).Is(FamilyOutcome.Retry, RetryKind.LostResponse);
        family.After(5.000001).Refuses(Rt(3), "reuse", new FamilyRevoked("reuse"));
    }

    [Fact]
    public void again_makes_the_family_no_older_and_no_younger()
    {
        var family = At(4);
        var again = family.After(3).Retried(RetryKind.Concurrent).After(20).Retried(RetryKind.LostResponse);

        Assert.Equal((family.State.Exp, family.State.RotatedAt, family.State.Generation), (again.State.Exp, again.State.RotatedAt, again.State.Generation));
        family.After(604_799).Present(4).Is(FamilyOutcome.Rotate);
        again.After(604_800 - 23).Refuses(Rt(4), "idle", new RefreshRejected("idle"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(0)]
    public void and_older_ends_the_family_at_any_time(int generation)
    {
        At(4).Refuses(Rt(generation), "reuse", new FamilyRevoked("reuse"));
        At(4).After(86_400).Refuses(Rt(generation), "reuse", new FamilyRevoked("reuse"));
        At(4).After(-86_400).Refuses(Rt(generation), "reuse", new FamilyRevoked("reuse"));
    }

    [Fact]
    public void and_older_ends_the_family_even_of_somebody_out_of_service()
    {
        At(4).Refuses(Rt(2) with { Unfit = "subject_not_in_service" }, "reuse", new FamilyRevoked("reuse"));
        At(4).After(31).Refuses(Rt(3) with { Unfit = "subject_not_in_service" }, "reuse", new FamilyRevoked("reuse"));
    }

    [Fact]
    public void and_unknown_changes_nothing()
    {
        At(4).Refuses(new Presentation("", Samples.Orders), "unknown");
        At(4).Refuses(Rt(5), "unknown");
        At(4).Refuses(Rt(5) with { ClientId = Thief, Binding = Key, Revoked = "tokens_revoked", Unfit = "subject_not_in_service" }, "unknown");
        Of().Refuses(Rt(0), "unknown");
        Of(Authorized).Refuses(Rt(0), "unknown");
        Of(Authorized).Refuses(new Presentation("code", Samples.Orders), "unknown");
        Of(DeviceRequested).Refuses(new Presentation("device code", Samples.Orders), "unknown");
    }

    [Fact]
    public void is_put_on_record_32_times_when_it_is_refused_and_then_no_more()
    {
        var family = At(4).Times(31, history => history.Then(new RefreshRejected("any")));
        family.Refuses(Rt(4) with { Unfit = "any" }, "any", new RefreshRejected("any"));
        family = family.Then(new RefreshBindingMismatched(null));

        family.Refuses(Rt(4) with { Unfit = "any" }, "any");
        family.Refuses(Rt(4) with { Binding = Key }, "binding_mismatch");
        family.Refuses(Rt(2), "reuse", new FamilyRevoked("reuse"));
    }

    [Fact]
    public void has_no_windows_where_the_terms_have_none()
    {
        var terms = Terms with { ConcurrencyWindow = TimeSpan.Zero, RetryWindow = TimeSpan.Zero };
        var family = At(4);

        FamilyDecider.Present(family.State, Rt(3), terms, family.Now).Is(FamilyOutcome.Retry, RetryKind.Concurrent);
        FamilyDecider.Present(family.State, Rt(3), terms, family.Now.AddTicks(1)).Is(FamilyOutcome.Refuse, "reuse", new FamilyRevoked("reuse"));
    }
}
