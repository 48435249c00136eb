using Argus.Domain.Families;
using static Argus.Specs.Domain.Families.FamilyHistory;

namespace Argus.Specs.Domain.Families;

/// <summary>RFC 6749 §4.1.3, RFC 7636 §4.6: once, in time, by its client, with its verifier and its redirect URI.</summary>
public class A_code_that_is_redeemed
{
    private static readonly CodePresentation Right = new("code", Samples.Orders, Challenge, Callback);

    [Theory]
    [InlineData(0)]
    [InlineData(59.999)]
    public void opens_the_family_in_time(double seconds) => Redeem(Of(Authorized).After(seconds), Right).Is(FamilyOutcome.Open);

    [Fact]
    public void at_its_end_is_refused() => Refuses(Of(Authorized).After(60), Right, "expired");

    [Fact]
    public void a_second_time_ends_the_family_whoever_brings_it()
    {
        CodePresentation[] all = [Right, Right with { ClientId = Thief }, Right with { Challenge = "another" }, Right with { RedirectUri = null }, Right with { Revoked = "any", Unfit = "any" }];
        foreach (var presented in all)
        {
            Redeem(Opened(), presented).Is(FamilyOutcome.Refuse, "code_replayed", new FamilyRevoked("code_replayed"));
            Redeem(At(3).After(86_400), presented).Is(FamilyOutcome.Refuse, "code_replayed", new FamilyRevoked("code_replayed"));
            Redeem(Opened().Then(new FamilyRevoked("code_replayed")), presented).Is(FamilyOutcome.Refuse, "family_revoked", new RefreshRejected("family_revoked"));
        }
    }

    [Fact]
    public void with_what_does_not_belong_to_it_is_refused_and_stays_good()
    {
        Refuses(Of(Authorized), Right with { ClientId = Thief }, "another_client");
        Refuses(Of(Authorized), Right with { Challenge = "another" }, "wrong_code_verifier");
        Refuses(Of(Authorized), Right with { RedirectUri = Callback + "/" }, "another_redirect_uri");
        Refuses(Of(Authorized), Right with { RedirectUri = null }, "another_redirect_uri");
        Refuses(Of(Authorized with { Code = Authorized.Code! with { RedirectUri = null } }), Right, "another_redirect_uri");

        Redeem(Of(Authorized, new RefreshRejected("another_client")), Right).Is(FamilyOutcome.Open);
        Redeem(Of(Authorized with { Code = Authorized.Code! with { RedirectUri = null } }), Right with { RedirectUri = null }).Is(FamilyOutcome.Open);
    }

    [Fact]
    public void for_what_is_not_allowed_any_more_is_refused()
    {
        Refuses(Of(Authorized), Right with { Unfit = "subject_not_in_service" }, "subject_not_in_service");
        Refuses(Of(Authorized), Right with { Revoked = "tokens_revoked" }, "tokens_revoked");
        Refuses(Of(Authorized, new FamilyRevoked("any")), Right, "family_revoked");
    }

    [Fact]
    public void must_come_with_the_key_that_it_is_bound_to()
    {
        var bound = Of(Authorized with { Code = Authorized.Code! with { DpopJkt = "key" } });

        Redeem(bound, Right with { DpopJkt = "key" }).Is(FamilyOutcome.Open);
        foreach (var presented in new[] { Right, Right with { DpopJkt = "another" } })
            Redeem(bound, presented).Is(FamilyOutcome.Refuse, "wrong_dpop_key", new RefreshRejected("wrong_dpop_key"));
        Redeem(Of(Authorized), Right with { DpopJkt = "key" }).Is(FamilyOutcome.Open);
    }

    [Fact]
    public void and_unknown_changes_nothing()
    {
        Redeem(Of(), Right).Is(FamilyOutcome.Refuse, "unknown");
        Redeem(Of(Authorized), Right with { Digest = "another" }).Is(FamilyOutcome.Refuse, "unknown");
        Redeem(Opened(), Right with { Digest = "rt0" }).Is(FamilyOutcome.Refuse, "unknown");
        Redeem(Of(DeviceRequested, DeviceAuthorized), Right with { Digest = "device code" }).Is(FamilyOutcome.Refuse, "unknown");
    }

    [Fact]
    public void is_put_on_record_32_times_when_it_is_refused_and_then_no_more() =>
        Redeem(Of(Authorized).Times(32, family => family.Then(new RefreshRejected("any"))), Right with { ClientId = Thief }).Is(FamilyOutcome.Refuse, "another_client");

    private static FamilyVerdict Redeem(FamilyHistory family, CodePresentation presented) => FamilyDecider.Redeem(family.State, presented, family.Now);

    private static void Refuses(FamilyHistory family, CodePresentation presented, string reason)
    {
        Redeem(family, presented).Is(FamilyOutcome.Refuse, reason, new RefreshRejected(reason));
        Redeem(family.Then(new RefreshRejected(reason)), presented).Is(FamilyOutcome.Refuse, reason, new RefreshRejected(reason));
    }
}
