using Argus.Domain.Keys;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

public class A_key_ring
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_000);
    private static readonly Kid Other = TextId.Parse<Kid>(new string('x', 43));

    private static readonly IKeyRingEvent[] Begun =
        [new KeyGenerated(1_000, 2048, "file", Samples.Kid, "modulus"), new KeyPublished(1_000, 1_000, Samples.Kid), new KeyActivated(1_000, Samples.Kid)];

    [Fact]
    public void begins_with_a_key_that_signs_at_once() => Begin(Given(), Samples.Kid, 2048).Gives(Begun);

    [Fact]
    public void begins_once_whichever_key_comes_second()
    {
        Begin(Given(Begun), Samples.Kid, 2048).Gives();
        Begin(Given(Begun), Other, 4096).Gives();
        Begin(Given([.. Begun, new KeyRevoked(1_001, null, Samples.Kid, "stolen")]), Other, 2048).Gives();
    }

    [Fact]
    public void does_not_begin_with_a_small_key() => Begin(Given(), Samples.Kid, 2047).IsRefused("key_too_small");

    [Theory]
    [InlineData(0, null, false)]
    [InlineData(1, KeyStatus.Pending, false)]
    [InlineData(2, KeyStatus.Next, true)]
    [InlineData(3, KeyStatus.Active, true)]
    [InlineData(4, KeyStatus.Retiring, true)]
    [InlineData(5, KeyStatus.Retiring, true)]
    [InlineData(6, KeyStatus.Retired, false)]
    public void leads_a_key_through_its_life(int events, KeyStatus? status, bool published)
    {
        IKeyRingEvent[] life = [.. Begun, new KeyDeactivated(2_000, Samples.Kid, 3_000), new PrivateKeyDestroyed(2_000, Samples.Kid), new KeyRetired(3_000, Samples.Kid)];

        var ring = Given(life.Take(events));

        var key = ring.Keys.SingleOrDefault();
        Assert.Equal((status, published), (key?.Status, key?.Published ?? false));
        Assert.Equal(status == KeyStatus.Active ? key : null, ring.Active);
    }

    [Fact]
    public void keeps_the_times_of_a_keys_states()
    {
        var key = Given([.. Begun, new KeyDeactivated(2_000, Samples.Kid, 3_000), new KeyRevoked(2_500, 1_500, Samples.Kid, "stolen")]).Keys.Single();

        Assert.Equal(
            new SigningKeyState(Samples.Kid, "modulus", 2048, "file", KeyStatus.Revoked, 1_000)
            {
                PublishedAt = 1_000, ActivatesAt = 1_000, DeactivatedAt = 2_000, VerifyUntil = 3_000, RevokedAt = 2_500, CompromisedSince = 1_500, RevocationReason = "stolen",
            },
            key);
        Assert.False(key.Published);
    }

    [Fact]
    public void keeps_its_keys_apart()
    {
        var ring = Given([.. Begun, new KeyGenerated(1_100, 3072, "file", Other, "other"), new KeyPublished(9_000, 1_100, Other)]);

        Assert.Equal([(Samples.Kid, KeyStatus.Active), (Other, KeyStatus.Next)], ring.Keys.Select(key => (key.Kid, key.Status)));
        Assert.Equal(Samples.Kid, ring.Active?.Kid);
    }

    [Fact]
    public void does_not_read_on_when_a_key_changes_that_it_never_had() =>
        Assert.Throws<UnreadableEventException>(() => Given([.. Begun, new KeyRetired(3_000, Other)]));

    private static KeyRingState Given(params IEnumerable<IKeyRingEvent> events) => Deciding.Fold(KeyRingState.Initial, KeyRingState.Evolve, events);

    private static Decision<IKeyRingEvent> Begin(KeyRingState ring, Kid kid, int bits) => KeyRingDecider.Begin(ring, new NewKey(kid, "modulus", bits, "file"), Now);
}
