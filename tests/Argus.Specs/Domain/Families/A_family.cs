using Argus.Domain.Families;
using Argus.Domain.Kernel;
using static Argus.Specs.Domain.Families.FamilyHistory;

namespace Argus.Specs.Domain.Families;

public class A_family
{
    [Fact]
    public void is_allowed_once()
    {
        FamilyDecider.Authorize(Of().State, Authorized, Start).Gives(Authorized);
        FamilyDecider.Authorize(Of(Authorized).State, Authorized, Start).IsRefused("already_decided");
        FamilyDecider.Authorize(Of(DeviceRequested).State, DeviceAuthorized, Start).Gives(DeviceAuthorized);
        FamilyDecider.Authorize(Of(DeviceRequested, DeviceAuthorized).State, DeviceAuthorized, Start).IsRefused("already_decided");
        FamilyDecider.Authorize(Of(DeviceRequested, new FamilyDenied()).State, DeviceAuthorized, Start).IsRefused("already_decided");
        FamilyDecider.Authorize(Of(Authorized, new FamilyRevoked("any")).State, Authorized, Start).IsRefused("already_decided");
    }

    [Fact]
    public void is_allowed_as_it_was_asked_for()
    {
        FamilyDecider.Authorize(Of().State, DeviceAuthorized, Start).IsRefused("already_decided");
        FamilyDecider.Authorize(Of(DeviceRequested).State, Authorized, Start).IsRefused("already_decided");
        FamilyDecider.Authorize(Of(DeviceRequested).State, DeviceAuthorized with { ClientId = Thief }, Start).IsRefused("already_decided");
    }

    [Fact]
    public void is_refused_once_and_only_while_its_user_thinks()
    {
        FamilyDecider.Deny(Of(DeviceRequested).State).Gives(new FamilyDenied());
        FamilyDecider.Deny(Of(DeviceRequested, new FamilyDenied()).State).Gives();
        FamilyDecider.Deny(Of().State).IsRefused("already_decided");
        FamilyDecider.Deny(Of(DeviceRequested, DeviceAuthorized).State).IsRefused("already_decided");
        FamilyDecider.Deny(Opened().State).IsRefused("already_decided");
    }

    [Fact]
    public void is_revoked_once_from_wherever_it_has_come()
    {
        foreach (var family in new[] { Of(DeviceRequested), Of(Authorized), Opened(), At(3) })
        {
            FamilyDecider.Revoke(family.State, "why").Gives(new FamilyRevoked("why"));
            FamilyDecider.Revoke(family.Then(new FamilyRevoked("why")).State, "why").Gives();
            FamilyDecider.Revoke(family.Then(new FamilyRevoked("why")).State, "another why").Gives();
        }

        FamilyDecider.Revoke(Of().State, "why").Gives();
        FamilyDecider.Revoke(Of(DeviceRequested, new FamilyDenied()).State, "why").Gives();
    }

    [Theory]
    [InlineData("rt0")]
    [InlineData("rt2")]
    [InlineData("rt3")]
    public void is_given_up_by_its_client_with_a_refresh_token_of_any_generation(string digest)
    {
        var family = At(3);

        FamilyDecider.RevokeByClient(family.State, digest, Samples.Orders).Gives(new FamilyRevoked("revoked_by_client"));
        FamilyDecider.RevokeByClient(family.Then(new FamilyRevoked("revoked_by_client")).State, digest, Samples.Orders).Gives();
        FamilyDecider.RevokeByClient(family.State, digest, Thief).Gives();
    }

    [Fact]
    public void is_not_given_up_with_what_is_not_its_own()
    {
        FamilyDecider.RevokeByClient(At(3).State, "rt4", Samples.Orders).Gives();
        FamilyDecider.RevokeByClient(At(3).State, "code", Samples.Orders).Gives();
        FamilyDecider.RevokeByClient(Of().State, "rt0", Samples.Orders).Gives();
    }

    [Fact]
    public void has_its_live_generation_confirmed_once()
    {
        FamilyDecider.Confirm(At(3).State, 3).Gives(new RefreshConfirmed(3));
        FamilyDecider.Confirm(At(3).Then(new RefreshConfirmed(3)).State, 3).Gives();
        FamilyDecider.Confirm(At(3).State, 2).Gives();
        FamilyDecider.Confirm(At(3).State, 4).Gives();
        FamilyDecider.Confirm(Opened().State, 0).Gives();
        FamilyDecider.Confirm(At(3).Then(new FamilyRevoked("any")).State, 3).Gives();
        FamilyDecider.Confirm(At(3).Then(new RefreshConfirmed(3)).Rotated().State, 4).Gives(new RefreshConfirmed(4));
    }

    [Fact]
    public void keeps_of_its_refresh_tokens_the_live_one_the_one_before_and_all_that_are_spent()
    {
        var state = At(4).State;

        Assert.Equal(("rt4", "rt3", 4), (state.Head, state.Previous, state.Generation));
        Assert.Equal(["rt0", "rt1", "rt2"], state.Spent.Order(StringComparer.Ordinal));
        Assert.Equal((6, 10L, FamilyStatus.Opened), (state.Version, state.Since, state.Status));
        Assert.Equal((Start, Start.AddMinutes(4)), (state.OpenedAt, state.RotatedAt));
    }

    [Fact]
    public void begins_its_counts_anew_with_each_generation()
    {
        var state = At(3).Retried(RetryKind.Concurrent).Retried(RetryKind.LostResponse).Then(new RefreshConfirmed(3), new RefreshConfirmed(2)).State;
        Assert.Equal((1, 1, true), (state.ConcurrentRetries, state.LostResponses, state.Confirmed));

        var next = At(3).Retried(RetryKind.Concurrent).Retried(RetryKind.LostResponse).Then(new RefreshConfirmed(3)).Rotated().State;
        Assert.Equal((0, 0, false), (next.ConcurrentRetries, next.LostResponses, next.Confirmed));
    }

    [Fact]
    public void is_confirmed_by_its_live_generation_only() => Assert.False(At(3).Then(new RefreshConfirmed(2)).State.Confirmed);

    [Fact]
    public void knows_each_of_its_events_and_no_other()
    {
        foreach (var @event in Samples.Events().OfType<IFamilyEvent>())
            Assert.Equal(3, FamilyState.Evolve(Opened().State, @event, Start, 0).Version);

        Assert.Throws<UnreadableEventException>(() => FamilyState.Evolve(FamilyState.Initial, new Foreign(), Start, 0));
    }

    private sealed record Foreign : IFamilyEvent;
}
