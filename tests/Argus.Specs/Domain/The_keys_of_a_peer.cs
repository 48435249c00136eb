using Argus.Domain.Kernel;
using Argus.Domain.Peers;

namespace Argus.Specs.Domain;

/// <summary>What a peer publishes, as the log tells it; and which of it is trusted when.</summary>
public class The_keys_of_a_peer
{
    private const string Place = "https://auth.ally.example/t/army/.well-known/jwks.json";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(10_000);
    private static readonly HashSet<string> Own = ["own"];
    private static readonly PeerState Trusted = Fold(PeerState.Initial, new PeerTrusted(Samples.Army, Samples.PeerSettings with { PinnedKids = NameSet.Empty }));

    [Fact]
    public void are_told_once()
    {
        var keys = new[] { Key("a"), Key("b") };
        var first = PeerDecider.Refresh(Trusted, Place, keys, Own, Now);

        first.Gives(Added("a"), Added("b"));
        PeerDecider.Refresh(Fold(Trusted, [.. first.Events]), Place, keys, Own, Now).Gives();
    }

    [Fact]
    public void come_and_go()
    {
        var one = Fold(Trusted, Added("a"));

        PeerDecider.Refresh(one, Place, [Key("a"), Key("b")], Own, Now).Gives(Added("b"));
        PeerDecider.Refresh(one, Place, [Key("b")], Own, Now).Gives(new PeerKeyRemoved(10_000, "a"), Added("b"));
        PeerDecider.Refresh(one, Place, [Key("a") with { N = "another" }], Own, Now).Gives(
            new PeerKeyRemoved(10_000, "a"), new PeerKeyAdded(10_000, "a", "another", PeerKeySource.JwksUri));
        PeerDecider.Refresh(Fold(one, Added("b")), Place, [Key("a")], Own, Now).Gives(new PeerKeyRemoved(10_000, "b"), new PeerKeysConfirmed(10_000));
    }

    [Fact]
    public void are_told_again_after_an_hour()
    {
        var one = Fold(Trusted, Added("a"));

        PeerDecider.Refresh(one, Place, [Key("a")], Own, Now.AddSeconds(3_599)).Gives();
        var later = PeerDecider.Refresh(one, Place, [Key("a")], Own, Now.AddSeconds(3_600));
        later.Gives(new PeerKeysConfirmed(13_600));
        PeerDecider.Refresh(Fold(one, [.. later.Events]), Place, [Key("a")], Own, Now.AddSeconds(3_600)).Gives();
    }

    [Fact]
    public void stay_when_a_document_makes_no_sense_and_the_reason_is_told_once()
    {
        var many = Enumerable.Range(0, 33).Select(i => Key($"k{i}")).ToArray();

        foreach (var (keys, reason) in new[] { (Array.Empty<OfferedKey>(), "empty"), (many, "too_many"), ([Key("a"), Key("own")], "own_key") })
        {
            var refused = PeerDecider.Refresh(Trusted, Place, keys, Own, Now);
            refused.Gives(new PeerKeysRefused(reason));
            var after = Fold(Trusted, [.. refused.Events]);
            PeerDecider.Refresh(after, Place, keys, Own, Now).Gives();
            PeerDecider.RefuseKeys(after, Place, "garbage").Gives(new PeerKeysRefused("garbage"));
        }
    }

    [Fact]
    public void are_confirmed_when_the_document_makes_sense_again()
    {
        var refused = Fold(Trusted, Added("a"), new PeerKeysRefused("empty"));

        var again = PeerDecider.Refresh(refused, Place, [Key("a")], Own, Now);

        again.Gives(new PeerKeysConfirmed(10_000));
        PeerDecider.RefuseKeys(Fold(refused, [.. again.Events]), Place, "empty").Gives(new PeerKeysRefused("empty"));
    }

    [Fact]
    public void are_not_taken_from_a_place_that_is_not_the_peer_s_any_more_or_for_one_that_is_disabled()
    {
        PeerDecider.Refresh(Trusted, "https://other.example", [Key("a")], Own, Now).Gives();
        PeerDecider.RefuseKeys(Trusted, "https://other.example", "empty").Gives();
        PeerDecider.Refresh(PeerState.Initial, Place, [Key("a")], Own, Now).Gives();
        PeerDecider.Refresh(Fold(Trusted, new PeerDisabled()), Place, [Key("a")], Own, Now).Gives();
    }

    [Fact]
    public void are_trusted_for_a_day_without_a_word()
    {
        var one = Fold(Trusted, Added("a"));

        Assert.NotNull(one.TrustedKey("a", 10_000 + 86_400));
        Assert.Null(one.TrustedKey("a", 10_001 + 86_400));
        Assert.Empty(one.TrustedKeys(10_001 + 86_400));
        Assert.NotNull(Fold(one, new PeerKeysConfirmed(10_001)).TrustedKey("a", 10_001 + 86_400));
        Assert.NotNull(Fold(Trusted, new PeerKeyAdded(1, "g", "n", PeerKeySource.PublicKeys)).TrustedKey("g", long.MaxValue));
    }

    [Fact]
    public void are_trusted_only_where_they_are_pinned_by_kid_or_thumbprint_and_the_peer_is_enabled()
    {
        var two = Fold(Trusted, Added("a"), Added("b"));
        PeerState Pinning(params string[] pins) => Fold(two, new PeerChanged(two.Settings with { PinnedKids = NameSet.Of(pins) }));

        Assert.Equal(["a", "b"], two.TrustedKeys(10_000).Select(key => key.Kid));
        Assert.Equal(["a"], Pinning("a").TrustedKeys(10_000).Select(key => key.Kid));
        Assert.Equal(["b"], Pinning(two.Keys[1].Thumbprint).TrustedKeys(10_000).Select(key => key.Kid));
        Assert.Null(Pinning("a").TrustedKey("b", 10_000));
        Assert.Empty(Pinning("c").TrustedKeys(10_000));
        Assert.Null(Fold(two, new PeerDisabled()).TrustedKey("a", 10_000));
    }

    private static OfferedKey Key(string name) => new(name, name == "own" ? "own" : $"n-{name}", PeerKeySource.JwksUri);

    private static PeerKeyAdded Added(string name) => new(10_000, name, $"n-{name}", PeerKeySource.JwksUri);

    private static PeerState Fold(PeerState state, params IPeerEvent[] events) => Deciding.Fold(state, PeerState.Evolve, events);
}
