using System.Text;
using Argus.Authority.RevocationFeed;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Domain.Resources;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;
using Argus.Specs.Domain;

namespace Argus.Specs.Authority.RevocationFeed;

public class What_an_entry_revokes
{
    private const long Second = 1_772_366_400;
    private const string Alice = Samples.JtiText;

    // A token of the last second lives an hour, and is honoured five minutes more by the most tolerant.
    private const long Forgotten = Second + 3_600 + 300;

    private static readonly string Client = $"client:{Samples.Orders}";
    private static readonly string User = UserState.StreamOf(Samples.Alice);
    private static readonly string Peer = PeerState.StreamPrefix + Samples.Army;

    private readonly TenantDirectory _directory = new();
    private readonly Dictionary<string, long> _versions = [];
    private long _position;

    private RevocationHistory History => _directory.Find("acme")!.RevocationHistory;

    private void Apply(string stream, params IDomainEvent[] events)
    {
        foreach (var @event in events)
        {
            var version = _versions[stream] = _versions.GetValueOrDefault(stream, -1) + 1;
            _directory.Apply(new RecordedEvent("acme", _position++, stream, version, DateTimeOffset.FromUnixTimeSeconds(Second), "spec", "c", @event));
        }
    }

    /// <summary>As a document tells it.</summary>
    private static string Json(IEnumerable<RevocationItem> items)
    {
        var text = Encoding.UTF8.GetString(RevocationJson.Write("https://auth.example", 1, null, 1, [.. items]).Span);
        return text[(text.IndexOf("\"items\":", StringComparison.Ordinal) + 8)..^1];
    }

    private void Tells(string items, string? standing = null)
    {
        Assert.Equal(_position, History.Epoch);
        Assert.Equal(items, Json(History.Since(_position - 1)!.Value.Entries.SelectMany(entry => entry.Items)));
        Assert.Equal(standing ?? items, Json(History.Snapshot().Items));
    }

    [Fact]
    public void a_token()
    {
        Apply($"token:{Samples.Jti}", new TokenRevoked(1_600, Samples.Jti));
        Tells($$"""[{"jti":"{{Samples.JtiText}}","exp":1900}]""");
    }

    [Fact]
    public void a_family()
    {
        Apply($"family:{Samples.JtiText}", new FamilyRevoked("reuse"));
        Tells($$"""[{"fid":"{{Samples.JtiText}}","exp":{{Forgotten}}}]""");
    }

    [Theory]
    [InlineData("alice", null)]
    [InlineData(null, "orders")]
    [InlineData("alice", "orders")]
    [InlineData(null, null)]
    public void what_was_issued_before_to_a_subject_a_client_both_or_anybody(string? subject, string? client)
    {
        Apply("revocation:1", new TokensRevoked(null, client is null ? null : Samples.Orders, Second, "leak", subject));

        var members = (subject is null ? "" : $"\"sub_hash\":\"{TextDigest.Of(subject)}\",") + (client is null ? "" : $"\"client_hash\":\"{TextDigest.Of(client)}\",");
        Tells($$"""[{{{members}}"not_before":{{Second}},"exp":{{Forgotten}}}]""");
    }

    [Fact]
    public void a_later_bound_stands_for_an_earlier_one()
    {
        Apply("revocation:1", new TokensRevoked(null, Samples.Orders, Second, "leak", null));
        Apply("revocation:2", new TokensRevoked(3, Samples.Orders, Second - 100, "leak", null));

        Assert.Equal(Second, Assert.Single(History.Snapshot().Items).NotBefore);
    }

    [Fact]
    public void a_client_that_is_disabled_until_it_is_enabled()
    {
        var hash = TextDigest.Of("orders");
        Apply(Client, new ClientRegistered(Samples.Orders, Samples.Settings), new ClientDisabled());
        Tells($$"""[{"client_hash":"{{hash}}","disabled":true}]""");

        Apply(Client, new ClientEnabled());
        Tells($$"""[{"client_hash":"{{hash}}","disabled":false}]""", "[]");
    }

    [Fact]
    public void a_client_that_is_removed_and_not_the_one_that_has_its_name_next()
    {
        var hash = TextDigest.Of("orders");
        Apply(Client, new ClientRegistered(Samples.Orders, Samples.Settings), new ClientRemoved());
        var before = $$"""{"client_hash":"{{hash}}","not_before":{{Second}},"exp":{{Forgotten}}}""";
        Tells($$"""[{"client_hash":"{{hash}}","disabled":true,"exp":{{Forgotten}}},{{before}}]""");

        Apply(Client, new ClientRegistered(Samples.Orders, Samples.Settings));
        Tells($$"""[{"client_hash":"{{hash}}","disabled":false}]""", $"[{before}]");
    }

    [Fact]
    public void a_user_by_subject_and_never_by_name()
    {
        var hash = TextDigest.Of(Alice);
        Apply(User, Samples.Registered(Samples.Subject, Samples.Alice), new UserDisabled());
        Tells($$"""[{"sub_hash":"{{hash}}","disabled":true}]""");

        Apply(User, new UserEnabled());
        Tells($$"""[{"sub_hash":"{{hash}}","disabled":false}]""", "[]");

        Apply(User, new UserRemoved());
        Tells($$"""[{"sub_hash":"{{hash}}","disabled":true,"exp":{{Forgotten}}}]""");
    }

    [Fact]
    public void a_key_for_good()
    {
        Apply(KeyRingState.Stream, new KeyGenerated(1, 2048, "file", Samples.Kid, "n"), new KeyRevoked(9, 8, Samples.Kid, "leak"));
        Tells($$"""[{"kid":"{{Samples.KidText}}"}]""");
    }

    [Fact]
    public void an_audience()
    {
        Apply($"resource:{Samples.Api}", new ResourceRegistered(Samples.Api, NameSet.Empty), new ResourceDisabled());
        Tells($$"""[{"aud":"{{Samples.Api}}","disabled":true}]""");

        Apply($"resource:{Samples.Api}", new ResourceEnabled());
        Tells($$"""[{"aud":"{{Samples.Api}}","disabled":false}]""", "[]");
    }

    [Fact]
    public void a_peer_and_what_came_from_it_before_should_it_come_back()
    {
        var issuer = Samples.PeerSettings.Issuer;
        var before = $$"""{"peer":"{{issuer}}","not_before":{{Second}},"exp":{{Forgotten}}}""";
        Apply(Peer, new PeerTrusted(Samples.Army, Samples.PeerSettings), new PeerDisabled());
        Tells($$"""[{"peer":"{{issuer}}","disabled":true},{{before}}]""");

        Apply(Peer, new PeerEnabled());
        Tells($$"""[{"peer":"{{issuer}}","disabled":false}]""", $"[{before}]");

        Apply(Peer, new PeerRemoved());
        Tells($$"""[{"peer":"{{issuer}}","disabled":true,"exp":{{Forgotten}}},{{before}}]""");

        Apply(Peer, new PeerTrusted(Samples.Army, Samples.PeerSettings));
        Tells($$"""[{"peer":"{{issuer}}","disabled":false}]""", $"[{before}]");
    }

    [Fact]
    public void a_peer_no_longer_when_it_comes_back_under_another_name()
    {
        var issuer = Samples.PeerSettings.Issuer;
        var other = TextId.Parse<PeerName>("renamed");
        Apply(Peer, new PeerTrusted(Samples.Army, Samples.PeerSettings), new PeerRemoved());

        Apply(PeerState.StreamPrefix + other, new PeerTrusted(other, Samples.PeerSettings));

        Tells($$"""[{"peer":"{{issuer}}","disabled":false}]""", $$"""[{"peer":"{{issuer}}","not_before":{{Second}},"exp":{{Forgotten}}}]""");
    }

    [Fact]
    public void the_tenant_itself()
    {
        Apply(TenantState.Stream, new TenantCreated("Acme", HostNames.Of([]), new TenantPolicy(), Samples.Acme), new TenantDisabled());
        Tells("""[{"tenant_disabled":true}]""");

        Apply(TenantState.Stream, new TenantEnabled());
        Tells("""[{"tenant_disabled":false}]""", "[]");
    }

    [Fact]
    public void and_most_entries_nothing()
    {
        Apply(TenantState.Stream, new TenantCreated("Acme", HostNames.Of([]), new TenantPolicy(), Samples.Acme), new TenantRenamed("Other"));
        Apply(Client, new ClientRegistered(Samples.Orders, Samples.Settings), new ClientChanged(Samples.UserFacing));
        Apply(User, Samples.Registered(Samples.Subject, Samples.Alice));
        Apply(Peer, new PeerTrusted(Samples.Army, Samples.PeerSettings));

        Assert.Equal(0, History.Epoch);
        Assert.Empty(History.Snapshot().Items);
    }

    [Fact]
    public void is_forgotten_when_no_token_can_be_good_any_more()
    {
        Apply($"family:{Samples.JtiText}", new FamilyRevoked("reuse"));
        Apply($"resource:{Samples.Api}", new ResourceRegistered(Samples.Api, NameSet.Empty), new ResourceDisabled());

        History.Forget(DateTimeOffset.FromUnixTimeSeconds(Forgotten));
        Assert.Equal(2, History.Snapshot().Items.Length);

        History.Forget(DateTimeOffset.FromUnixTimeSeconds(Forgotten + 1));
        Assert.Equal(RevokedThing.Audience, Assert.Single(History.Snapshot().Items).What);
    }

    [Fact]
    public void is_at_hand_one_by_one_only_for_so_long()
    {
        for (var entry = 0; entry <= RevocationHistory.Kept + RevocationHistory.Kept / 4; entry++)
            Apply($"revocation:{entry}", new TokensRevoked(null, null, Second, "again", null));

        var dropped = _position - RevocationHistory.Kept;
        Assert.Null(History.Since(dropped - 1));
        Assert.Equal(RevocationHistory.Kept, History.Since(dropped)!.Value.Entries.Length);
        Assert.Empty(History.Since(_position)!.Value.Entries);
        Assert.Null(History.Since(_position + 1));
    }

    [Fact]
    public async Task wakes_who_waits_for_it()
    {
        Apply("revocation:1", new TokensRevoked(null, null, Second, "leak", null));
        var waiting = History.WhenBeyond(1);
        Assert.True(History.WhenBeyond(0).IsCompleted);
        Assert.False(waiting.IsCompleted);

        Apply("revocation:2", new TokensRevoked(null, null, Second, "leak", null));

        await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
