using Argus.Domain.Kernel;
using Argus.Domain.Peers;

namespace Argus.Specs.Domain;

/// <summary>Another authority that is trusted within bounds.</summary>
public class A_peer
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_000);
    private static readonly PeerName Navy = TextId.Parse<PeerName>("navy");
    private static readonly PeerSettings Read = Samples.PeerSettings;
    private static readonly PeerSettings Given = Read with { JwksUri = null };
    private static readonly OfferedKey Key = new("k", "n", PeerKeySource.Jwks);
    private static readonly PeerState Trusted = Fold(new PeerTrusted(Samples.Army, Read));
    private static readonly PeerState TrustedByKey = Fold(new PeerTrusted(Samples.Army, Given), new PeerKeyAdded(1, "k", "n", PeerKeySource.Jwks));

    [Fact]
    public void is_trusted_as_described_and_then_needs_nothing()
    {
        Describe(PeerState.Initial, Read).Gives(new PeerTrusted(Samples.Army, Read));
        Describe(Trusted, Read).Gives();
        Describe(PeerState.Initial, Given, Key).Gives(new PeerTrusted(Samples.Army, Given), new PeerKeyAdded(1_000, "k", "n", PeerKeySource.Jwks));
        Describe(TrustedByKey, Given, Key).Gives();
        PeerDecider.Describe(TrustedByKey, Samples.Army, Given, null, Around(), Now).Gives();
    }

    [Fact]
    public void changes_its_bounds_and_its_given_keys()
    {
        var narrow = Given with { Scope = NameSet.Empty };

        Describe(Trusted, Read with { MaxLifetime = 60 }).Gives(new PeerChanged(Read with { MaxLifetime = 60 }));
        Describe(TrustedByKey, narrow, new OfferedKey("k", "other", PeerKeySource.Jwks)).Gives(
            new PeerChanged(narrow), new PeerKeyRemoved(1_000, "k"), new PeerKeyAdded(1_000, "k", "other", PeerKeySource.Jwks));
    }

    [Fact]
    public void loses_the_keys_that_it_had_from_elsewhere()
    {
        var fetched = PeerState.Evolve(Trusted, new PeerKeyAdded(2, "f", "n", PeerKeySource.JwksUri));
        var moved = Read with { JwksUri = "https://auth.ally.example/keys" };

        Describe(fetched, moved).Gives(new PeerChanged(moved), new PeerKeyRemoved(1_000, "f"));
        Describe(fetched, Given, Key).Gives(new PeerChanged(Given), new PeerKeyRemoved(1_000, "f"), new PeerKeyAdded(1_000, "k", "n", PeerKeySource.Jwks));
        Describe(TrustedByKey, Read).Gives(new PeerChanged(Read), new PeerKeyRemoved(1_000, "k"));
    }

    [Fact]
    public void is_disabled_enabled_and_removed_once()
    {
        var disabled = PeerState.Evolve(Trusted, new PeerDisabled());

        PeerDecider.Disable(Trusted).Gives(new PeerDisabled());
        PeerDecider.Disable(disabled).Gives();
        PeerDecider.Enable(disabled).Gives(new PeerEnabled());
        PeerDecider.Enable(Trusted).Gives();
        PeerDecider.Remove(disabled).Gives(new PeerRemoved());
        Describe(disabled, Read).Gives();

        var removed = PeerState.Evolve(Trusted, new PeerRemoved());
        PeerDecider.Remove(removed).IsRefused("peer_unknown");
        PeerDecider.Disable(removed).IsRefused("peer_unknown");
        PeerDecider.Enable(removed).IsRefused("peer_unknown");
        Describe(removed, Read with { Issuer = "https://other.example" }).Gives(new PeerTrusted(Samples.Army, Read with { Issuer = "https://other.example" }));
    }

    [Fact]
    public void stays_the_issuer_that_it_is() => Describe(Trusted, Read with { Issuer = "https://other.example" }).IsRefused("issuer_fixed");

    [Theory]
    [InlineData("")]
    [InlineData("auth.ally.example")]
    [InlineData("http://auth.ally.example")]
    [InlineData("ftp://auth.ally.example")]
    [InlineData("https://user@auth.ally.example")]
    [InlineData("https://auth.ally.example?x=1")]
    [InlineData("https://auth.ally.example#x")]
    [InlineData("https://auth.ally.example/\u00e9")]
    public void has_an_issuer_that_is_safe_to_name(string issuer) => Describe(PeerState.Initial, Read with { Issuer = issuer }).IsRefused("issuer_invalid");

    [Theory]
    [InlineData("")]
    [InlineData("http://auth.ally.example/jwks.json")]
    [InlineData("https://user:secret@auth.ally.example/jwks.json")]
    public void has_a_place_for_its_keys_that_is_safe_to_ask(string uri) => Describe(PeerState.Initial, Read with { JwksUri = uri }).IsRefused("jwks_uri_invalid");

    [Fact]
    public void may_be_on_this_machine() =>
        Describe(PeerState.Initial, Read with { Issuer = "http://127.0.0.1:5080/t/army", JwksUri = "http://localhost:5080/jwks.json" }).Gives(
            new PeerTrusted(Samples.Army, Read with { Issuer = "http://127.0.0.1:5080/t/army", JwksUri = "http://localhost:5080/jwks.json" }));

    [Theory]
    [InlineData("", "subject_prefix_invalid")]
    [InlineData(":", "subject_prefix_invalid")]
    [InlineData("ally", "subject_prefix_invalid")]
    [InlineData("Ally:", "subject_prefix_invalid")]
    [InlineData("a*:", "subject_prefix_invalid")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:", "subject_prefix_invalid")]
    [InlineData("client:", "subject_prefix_reserved")]
    [InlineData("client:ally:", "subject_prefix_reserved")]
    [InlineData("user:", "subject_prefix_reserved")]
    public void has_a_prefix_that_no_name_of_the_tenant_has(string prefix, string code) => Describe(PeerState.Initial, Read with { SubjectPrefix = prefix }).IsRefused(code);

    [Theory]
    [InlineData(0)]
    [InlineData(3_601)]
    public void has_no_tokens_that_live_longer_than_any(int seconds) => Describe(PeerState.Initial, Read with { MaxLifetime = seconds }).IsRefused("max_lifetime_out_of_range");

    [Fact]
    public void is_trusted_for_what_is_named_one_by_one()
    {
        Describe(PeerState.Initial, Read with { Audiences = NameSet.Of("https://*.example") }).IsRefused("wildcard");
        Describe(PeerState.Initial, Read with { Scope = NameSet.Of("*") }).IsRefused("wildcard");
        Describe(PeerState.Initial, Read with { PinnedKids = NameSet.Of("a b") }).IsRefused("pinned_kids_invalid");
    }

    [Fact]
    public void is_mistaken_for_nobody_else()
    {
        PeerState other = Fold(new PeerTrusted(Navy, Given with { Issuer = "https://navy.example", SubjectPrefix = "navy:" }), new PeerKeyAdded(1, "x", "taken", PeerKeySource.Jwks));

        Describe(PeerState.Initial, Read with { Issuer = "https://own.example" }).IsRefused("issuer_own");
        Describe(PeerState.Initial, Read with { Issuer = "https://navy.example" }, [other]).IsRefused("issuer_taken");
        Describe(PeerState.Initial, Read with { SubjectPrefix = "navy:" }, [other]).IsRefused("subject_prefix_taken");
        Describe(PeerState.Initial, Read with { SubjectPrefix = "navy:fleet:" }, [other]).IsRefused("subject_prefix_taken");
        Describe(PeerState.Initial, Given, [other], new OfferedKey("k", "taken", PeerKeySource.Jwks)).IsRefused("key_taken");
        Describe(PeerState.Initial, Given, [], new OfferedKey("k", "own", PeerKeySource.Jwks)).IsRefused("key_own");
        Assert.Null(Describe(PeerState.Initial, Read with { SubjectPrefix = "na:" }, [other]).Refusal);
    }

    [Fact]
    public void has_its_keys_from_one_place()
    {
        Describe(PeerState.Initial, Given).IsRefused("keys_missing");
        Describe(Trusted, Given).IsRefused("keys_missing");
        PeerDecider.Describe(PeerState.Initial, Samples.Army, Given, [], Around(), Now).IsRefused("keys_missing");
        Describe(PeerState.Initial, Read, Key).IsRefused("keys_twice");
    }

    [Fact]
    public void has_a_few_keys_of_different_names()
    {
        Describe(PeerState.Initial, Given, Key, Key with { N = "other" }).IsRefused("key_repeated");
        Describe(PeerState.Initial, Given, Key, Key with { Kid = "other" }).IsRefused("key_repeated");
        Describe(PeerState.Initial, Given, Key with { Kid = "a/b" }).IsRefused("kid_invalid");
        Describe(PeerState.Initial, Given, [.. Enumerable.Range(0, 33).Select(i => new OfferedKey($"k{i}", $"n{i}", PeerKeySource.Jwks))]).IsRefused("keys_too_many");
    }

    [Fact]
    public void has_no_member_that_could_hold_a_private_key()
    {
        var members = new[] { typeof(PeerState), typeof(PeerSettings), typeof(PeerKeyState), typeof(OfferedKey) }
            .Concat(typeof(IPeerEvent).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IPeerEvent)) && type.IsClass))
            .SelectMany(type => type.GetProperties()).Select(member => member.Name).Distinct();

        Assert.Empty(members.Intersect(["D", "P", "Q", "Dp", "Dq", "Qi", "K", "Pem", "Jwk", "PrivateKey", "Handle", "Secret"], StringComparer.OrdinalIgnoreCase));
    }

    private static PeerState Fold(params IPeerEvent[] events) => Deciding.Fold(PeerState.Initial, PeerState.Evolve, events);

    private static PeerSurroundings Around(params PeerState[] others) => new("https://own.example", new HashSet<string> { "own" }, others);

    private static Decision<IPeerEvent> Describe(PeerState state, PeerSettings settings, params OfferedKey[] keys) => Describe(state, settings, [state], keys);

    private static Decision<IPeerEvent> Describe(PeerState state, PeerSettings settings, PeerState[] others, params OfferedKey[] keys) =>
        PeerDecider.Describe(state, Samples.Army, settings, keys.Length == 0 ? null : keys, Around(others), Now);
}
