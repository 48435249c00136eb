using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using Argus.Domain.Peers;
using Argus.Domain.Replays;
using Argus.Domain.Resources;
using Argus.Domain.Sessions;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;

namespace Argus.Specs.Domain.Replays;

/// <summary>What no honest authority writes is found, at the entry that cannot be, by its name; and nothing else is.</summary>
public class An_impossible_history
{
    private const double Later = 91;

    private readonly SpecHistory _history = SpecHistory.Begun();

    [Fact]
    public void is_none_where_all_went_as_it_does()
    {
        var family = _history.Issue().Wait(1).Issue().Open();
        _history.Wait(1).Rotate(family, 1).Wait(2).Rotate(family, 2).Wait(1).Add(FamilyState.StreamOf(family), new FamilyRevoked("lost"));
        FindsOnly();
    }

    [Fact]
    public void rotates_after_the_revocation_of_its_family()
    {
        var family = _history.Open();
        _history.Add(FamilyState.StreamOf(family), new FamilyRevoked("reuse")).Rotate(family, 1);
        FindsOnly(FindingName.RotationAfterRevocation);
    }

    [Fact]
    public void uses_a_code_twice()
    {
        var family = _history.Open();
        _history.Redeem(family);
        FindsOnly(FindingName.SecondUseOfCode);
    }

    [Fact]
    public void uses_a_code_that_expired_long_ago()
    {
        var family = _history.Authorize();
        _history.Wait(60 + Later).Redeem(family);
        FindsOnly(FindingName.ExpiredCodeUsed);
    }

    [Fact]
    public void has_two_live_refresh_tokens()
    {
        var family = _history.Open();
        _history.Rotate(family, 1).Rotate(family, 1);
        FindsOnly(FindingName.TwoLiveRefreshTokens);
    }

    [Fact]
    public void rotates_when_the_family_has_ended()
    {
        var family = _history.Open();
        _history.Wait(86_400 + Later).Rotate(family, 1);
        FindsOnly(FindingName.RotationAfterEnd);
    }

    [Fact]
    public void answers_a_spent_refresh_token_when_its_window_is_over()
    {
        var family = _history.Open();
        _history.Rotate(family, 1).Wait(60 + Later);
        _history.Add(FamilyState.StreamOf(family), new RefreshRetried(1, null, RetryKind.LostResponse, _history.SinceOf(family), _history.FamilyToken(family)));
        FindsOnly(FindingName.RetryAfterWindow);
    }

    [Fact]
    public void has_two_active_keys()
    {
        _history.Key(SpecHistory.Other).Add("keys", new KeyActivated(_history.Seconds, SpecHistory.Other));
        FindsOnly(FindingName.TwoActiveKeys);
    }

    [Fact]
    public void signs_under_a_key_that_nobody_knows()
    {
        _history.Issue(token => token with { Kid = SpecHistory.Other });
        FindsOnly(FindingName.UnknownKey);
    }

    [Fact]
    public void signs_under_a_key_whose_turn_has_not_come()
    {
        _history.Key(SpecHistory.Other).Wait(Later).Issue(token => token with { Kid = SpecHistory.Other });
        FindsOnly(FindingName.IssuedUnderInactiveKey);
    }

    [Fact]
    public void signs_under_a_key_that_was_deactivated()
    {
        HandOver(verifyFor: 4_000);
        _history.Wait(Later).Issue();
        FindsOnly(FindingName.IssuedUnderInactiveKey);
    }

    [Fact]
    public void signs_under_a_key_that_was_revoked()
    {
        _history.Add("keys", new KeyRevoked(_history.Seconds, null, Samples.Kid, "stolen")).Wait(Later).Issue();
        FindsOnly(FindingName.IssuedUnderInactiveKey);
    }

    [Fact]
    public void has_a_token_that_outlives_its_key_at_the_entry_of_the_token()
    {
        _history.Issue(token => token with { Exp = token.Iat + 3_600 }).Issue();
        HandOver(verifyFor: 600);
        Assert.Equal(7, FindsOnly(FindingName.TokenOutlivesKey).Position);
    }

    [Fact]
    public void has_an_identity_that_outlives_its_key()
    {
        HandOver(verifyFor: 600);
        var family = _history.Authorize();
        var token = _history.FamilyToken(family) with { Kid = SpecHistory.Other };
        _history.Add(FamilyState.StreamOf(family), new FamilyOpened(
            null, "d0", _history.Seconds + 86_400, new IdTokenIssued("d", _history.Seconds + 3_600, Samples.Kid), _history.SinceOf(family), token));
        FindsOnly(FindingName.TokenOutlivesKey);
    }

    [Fact]
    public void takes_a_key_away_before_its_tokens_have_expired()
    {
        HandOver(verifyFor: 600);
        _history.Add("keys", new KeyRetired(_history.Seconds, Samples.Kid));
        FindsOnly(FindingName.KeyRetiredEarly);
    }

    [Fact]
    public void issues_to_a_client_that_is_disabled()
    {
        _history.Add("client:orders", new ClientDisabled()).Wait(Later).Issue();
        FindsOnly(FindingName.IssuedByDisabledClient);
    }

    [Fact]
    public void issues_to_a_client_that_was_removed()
    {
        _history.Add("client:orders", new ClientRemoved()).Wait(Later).Issue();
        FindsOnly(FindingName.IssuedByDisabledClient);
    }

    [Fact]
    public void issues_to_a_client_that_there_never_was()
    {
        _history.Issue(token => token with { ClientId = TextId.Parse<ClientId>("ghost"), Sub = "client:ghost" });
        FindsOnly(FindingName.IssuedToUnknownClient);
    }

    [Fact]
    public void issues_while_the_tenant_is_disabled()
    {
        _history.Issue().Add("tenant", new TenantDisabled()).Wait(Later).Issue();
        FindsOnly(FindingName.IssuedByDisabledTenant);
    }

    [Fact]
    public void issues_to_a_user_who_is_disabled()
    {
        var family = _history.Open();
        _history.Add(UserState.StreamOf(Samples.Alice), new UserDisabled()).Wait(Later).Rotate(family, 1);
        FindsOnly(FindingName.IssuedToDisabledUser);
    }

    [Fact]
    public void issues_what_a_wide_revocation_forbids()
    {
        var family = _history.Open();
        _history.Add($"revocation:{_history.NewJti()}", new TokensRevoked(null, null, _history.Seconds, "stolen", Samples.Subject.Value)).Wait(Later).Rotate(family, 1);
        FindsOnly(FindingName.IssuedAfterRevocation);
    }

    [Fact]
    public void exchanges_a_token_that_was_revoked()
    {
        var jti = _history.NewJti();
        _history.Issue(jti: jti).Add(TokenState.StreamOf(jti), new TokenRevoked(_history.Seconds + 300, jti)).Wait(Later);
        _history.Issue(token => Exchanged(token, jti));
        FindsOnly(FindingName.IssuedAfterRevocation);
    }

    [Fact]
    public void exchanges_a_token_of_nobody_who_is_trusted()
    {
        _history.Issue(token => token with { Parent = new TokenParent("x", token.Iat, "https://ally.example", "j", "k", null, 0, "ally:bob"), Sub = "ally:bob" });
        FindsOnly(FindingName.IssuedFromUntrustedPeer);
    }

    [Fact]
    public void exchanges_a_token_that_was_never_issued()
    {
        _history.Issue(token => Exchanged(token, _history.NewJti()));
        FindsOnly(FindingName.IssuedFromUnknownToken);
    }

    [Fact]
    public void exchanges_a_token_of_a_family_that_has_not_come_to_it()
    {
        var family = _history.Open();
        _history.Issue(token => Exchanged(token with { Sub = Samples.Subject.Value }, Jti.Of(family, 7)));
        FindsOnly(FindingName.IssuedFromUnknownToken);
    }

    [Fact]
    public void makes_one_subject_s_token_from_that_of_another()
    {
        var jti = _history.NewJti();
        _history.Issue(jti: jti).Issue(token => Exchanged(token, jti) with { Sub = Samples.Subject.Value });
        FindsOnly(FindingName.TokenMisplaced);
    }

    [Fact]
    public void makes_a_user_s_token_from_that_of_a_peer_s_user()
    {
        _history.Add("peer:army", new PeerTrusted(Samples.Army, Samples.PeerSettings));
        var parent = new TokenParent("x", _history.Seconds, Samples.PeerSettings.Issuer, "j", "k", null, 0, "bob");
        _history.Issue(token => token with { Parent = parent, Sub = "ally:bob" }).Issue(token => token with { Parent = parent, Sub = Samples.Subject.Value });
        FindsOnly(FindingName.TokenMisplaced);
    }

    [Fact]
    public void leaves_out_who_acts_for_a_client_that_may_not()
    {
        var jti = _history.NewJti();
        _history.Issue(jti: jti).Issue(token => Exchanged(token, jti) with { Act = null });
        FindsOnly(FindingName.IssuedBeyondRights);
    }

    [Fact]
    public void issues_a_user_s_token_that_no_user_allowed()
    {
        _history.Issue(token => token with { Sub = Samples.Subject.Value });
        FindsOnly(FindingName.TokenMisplaced);
    }

    [Theory]
    [InlineData("https://api.example", "admin")]
    [InlineData("https://api.example", "write")]
    [InlineData("https://other.example", null)]
    public void issues_what_a_client_may_not_have(string audience, string? scope)
    {
        _history.Issue(token => token with { Scope = "read" }).Issue(token => token with { Aud = NameSet.Of(audience), Scope = scope });
        FindsOnly(FindingName.IssuedBeyondRights);
    }

    [Fact]
    public void issues_for_a_resource_that_is_disabled()
    {
        _history.Issue().Add("resource:https://api.example", new ResourceDisabled()).Wait(Later).Issue();
        FindsOnly(FindingName.IssuedBeyondRights);
    }

    [Fact]
    public void issues_more_than_the_user_allowed()
    {
        var family = _history.Authorize();
        _history.Add(FamilyState.StreamOf(family), new FamilyOpened(
            null, "d0", _history.Seconds + 86_400, null, _history.SinceOf(family), _history.FamilyToken(family) with { Scope = "read" }));
        FindsOnly(FindingName.IssuedBeyondRights);
    }

    [Fact]
    public void issues_under_the_date_of_another_day()
    {
        _history.Issue(token => token with { Iat = token.Iat + 86_400, Exp = token.Exp + 86_400 });
        FindsOnly(FindingName.TokenMalformed);
    }

    [Fact]
    public void has_two_keys_of_the_log_at_a_time()
    {
        _history.Add("log-keys", LogKey(Samples.Kid)).Add("log-keys", LogKey(SpecHistory.Other)).Issue().Add("client:orders", new ClientDisabled());
        Assert.Equal(8, FindsOnly(FindingName.EventOutOfLife).Position);
    }

    [Fact]
    public void has_no_key_of_the_log_any_more()
    {
        _history.Add("log-keys", LogKey(Samples.Kid)).Add("log-keys", new LogKeyRetired(_history.Seconds, Samples.Kid));
        FindsOnly(FindingName.EventOutOfLife);
    }

    [Fact]
    public void gives_the_log_another_name()
    {
        _history.Add("log-keys", LogKey(Samples.Kid)).Add("log-keys", LogKey(SpecHistory.Other) with { Origin = "other.example" });
        _history.Add("log-keys", new LogKeyRetired(_history.Seconds, Samples.Kid));
        FindsOnly(FindingName.EventOutOfLife);
    }

    [Fact]
    public void issues_one_token_twice()
    {
        var jti = _history.NewJti();
        _history.Issue(jti: jti).Issue(jti: jti);
        FindsOnly(FindingName.TokenIssuedTwice);
    }

    [Fact]
    public void issues_a_token_in_the_stream_of_another()
    {
        _history.Add(TokenState.StreamOf(_history.NewJti()), _history.Token(_history.NewJti()));
        FindsOnly(FindingName.TokenMisplaced);
    }

    [Fact]
    public void issues_a_token_that_lives_too_long()
    {
        _history.Issue(token => token with { Exp = token.Iat + 3_601 });
        FindsOnly(FindingName.TokenMalformed);
    }

    [Fact]
    public void issues_under_the_name_of_another_day()
    {
        _history.Issue(jti: Jti.From(Guid.CreateVersion7(_history.Now - TimeSpan.FromDays(1))));
        FindsOnly(FindingName.StreamOutOfTime);
    }

    [Fact]
    public void misses_an_entry_of_a_stream()
    {
        _history.Add("client:orders", 2, new ClientDisabled());
        FindsOnly(FindingName.StreamGap);
    }

    [Fact]
    public void changes_a_client_before_it_is_registered()
    {
        _history.Add("client:later", new ClientChanged(Samples.Settings));
        FindsOnly(FindingName.EventOutOfLife);
    }

    [Fact]
    public void disables_what_is_disabled()
    {
        _history.Add("client:orders", new ClientDisabled()).Add("client:orders", new ClientDisabled());
        FindsOnly(FindingName.EventOutOfLife);
    }

    [Fact]
    public void goes_on_with_a_session_that_has_ended()
    {
        var session = SessionState.StreamOf(SessionId.From(Guid.CreateVersion7(_history.Now)));
        _history.Add(session, new SessionOpened(new Authentication("1", NameSet.Empty, 1, null), "d", _history.Seconds + 60, Samples.Subject));
        _history.Add(session, new SessionEnded("signed_out")).Add(session, new SessionClientJoined(Samples.Orders));
        FindsOnly(FindingName.EventOutOfLife);
    }

    [Fact]
    public void trusts_a_peer_by_half()
    {
        _history.Add("peer:army", new PeerDisabled());
        FindsOnly(FindingName.EventOutOfLife);
    }

    [Fact]
    public void goes_back_in_time()
    {
        _history.Wait(10).Issue().Wait(-1).Issue();
        FindsOnly(FindingName.TimeRunsBack);
    }

    [Fact]
    public void is_only_late_where_a_node_may_not_have_known()
    {
        var family = _history.Open();
        _history.Add("client:orders", new ClientDisabled()).Wait(30).Issue().Rotate(family, 1);
        HandOver(verifyFor: 4_000);
        _history.Add("client:orders", new ClientEnabled()).Wait(89).Issue();
        _history.Add("client:orders", new ClientChanged(Samples.Settings with { Resources = NameSet.Empty })).Issue(token => token with { Kid = SpecHistory.Other });
        using var replay = _history.Replay();
        Assert.Empty(replay.Findings.Listed);
        Assert.Equal(4, replay.Late.Count);
    }

    private LogKeyActivated LogKey(Kid kid) => new(_history.Seconds, 2048, "file", null, kid, "n", "auth.example.com/t/acme");

    private static TokenIssued Exchanged(TokenIssued token, Jti from) => token with
    {
        Act = new TokenActor(null, null, "client:orders"),
        Parent = new TokenParent("orders", token.Iat, null, from.Value, Samples.KidText, null, 5, token.Sub),
    };

    private void HandOver(int verifyFor) => _history
        .Key(SpecHistory.Other)
        .Add("keys", new KeyDeactivated(_history.Seconds, Samples.Kid, _history.Seconds + verifyFor))
        .Add("keys", new KeyActivated(_history.Seconds, SpecHistory.Other));

    /// <summary>Once each, at the last entry where nothing else is said.</summary>
    private Finding FindsOnly(params string[] names)
    {
        using var replay = _history.Replay();
        Assert.Equal(names, replay.Findings.Listed.Select(finding => finding.Name));
        return replay.Findings.Listed is [var first, ..] ? first : new Finding("", -1, "");
    }
}
