using Argus.Domain.Families;
using static Argus.Specs.Domain.Families.FamilyHistory;

namespace Argus.Specs.Domain.Families;

/// <summary>RFC 8628 §3.4 and §3.5.</summary>
public class A_device_that_asks
{
    private static readonly Presentation Right = new("device code", Samples.Orders);

    [Fact]
    public void begins_a_family_once()
    {
        FamilyDecider.Request(Of().State, DeviceRequested).Gives(DeviceRequested);
        FamilyDecider.Request(Of(DeviceRequested).State, DeviceRequested).IsRefused("already_decided");
        FamilyDecider.Request(Of(Authorized).State, DeviceRequested).IsRefused("already_decided");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(599.999)]
    public void waits_while_its_user_thinks(double seconds) => Poll(Of(DeviceRequested).After(seconds)).Is(FamilyOutcome.Wait);

    [Fact]
    public void waits_no_more_at_the_end()
    {
        Poll(Of(DeviceRequested).After(600)).Is(FamilyOutcome.Refuse, "device_code_expired");
        Poll(Of(DeviceRequested, DeviceAuthorized).After(600)).Is(FamilyOutcome.Refuse, "device_code_expired");
        FamilyDecider.Authorize(Of(DeviceRequested).State, DeviceAuthorized, Start.AddSeconds(600)).IsRefused("device_code_expired");
    }

    [Fact]
    public void is_told_that_its_user_refused() => Poll(Of(DeviceRequested, new FamilyDenied()).After(9_999)).Is(FamilyOutcome.Refuse, "denied");

    [Fact]
    public void opens_the_family_when_its_user_allowed_it() => Poll(Of(DeviceRequested, DeviceAuthorized)).Is(FamilyOutcome.Open);

    [Fact]
    public void again_with_a_spent_code_ends_the_family()
    {
        var opened = Of(DeviceRequested, DeviceAuthorized).Then(new FamilyOpened(null, "rt0", 9_999_999_999, null, 11, Samples.FamilyToken("t")));

        Poll(opened).Is(FamilyOutcome.Refuse, "code_replayed", new FamilyRevoked("code_replayed"));
        Poll(opened.Then(new FamilyRevoked("code_replayed"))).Is(FamilyOutcome.Refuse, "family_revoked", new RefreshRejected("family_revoked"));
    }

    [Fact]
    public void for_what_is_not_allowed_any_more_is_refused()
    {
        var family = Of(DeviceRequested, DeviceAuthorized);

        Poll(family, Right with { Revoked = "tokens_revoked", Unfit = "any" }).Is(FamilyOutcome.Refuse, "tokens_revoked", new RefreshRejected("tokens_revoked"));
        Poll(family, Right with { Unfit = "any" }).Is(FamilyOutcome.Refuse, "any", new RefreshRejected("any"));
        Poll(family.Then(new FamilyRevoked("any"))).Is(FamilyOutcome.Refuse, "family_revoked", new RefreshRejected("family_revoked"));
    }

    [Fact]
    public void with_a_code_that_is_not_its_own_learns_and_changes_nothing()
    {
        var opened = Of(DeviceRequested, DeviceAuthorized).Then(new FamilyOpened(null, "rt0", 9_999_999_999, null, 11, Samples.FamilyToken("t")));

        Poll(Of(), Right).Is(FamilyOutcome.Refuse, "unknown");
        Poll(opened, Right with { Digest = "rt0" }).Is(FamilyOutcome.Refuse, "unknown");
        Poll(opened, Right with { ClientId = Thief }).Is(FamilyOutcome.Refuse, "unknown");
        Poll(Of(DeviceRequested, new FamilyDenied()), Right with { ClientId = Thief }).Is(FamilyOutcome.Refuse, "unknown");
    }

    private static FamilyVerdict Poll(FamilyHistory family, Presentation? presented = null) => FamilyDecider.Poll(family.State, presented ?? Right, family.Now);
}
