using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Log;

namespace Argus.Specs.Authority.Keys;

/// <summary>Drives the key rotation of a node through a life that a policy compresses into two minutes.</summary>
internal static class KeyLife
{
    /// <summary>A lead of 12 s, a period of 60 s, and 44 s from the last signature to the end of the key.</summary>
    public const string Policy =
        """
        {"key_rotation_period":60,"key_announce":10,"jwks_max_age":4,"verifier_poll_interval":5,"clock_skew":3,"key_grace":7,
         "service_token_lifetime":20,"user_token_lifetime":30}
        """;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public static long Now(this SpecNode node) => node.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Waits in real time: what waits on the spec's clock would wait for ever.</summary>
    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Bound);

    public static Task InTime(this Task task) => task.WaitAsync(Bound);

    /// <summary>Goes round until there is nothing left to do now.</summary>
    public static async Task RoundsAsync(this SpecNode node)
    {
        for (var quiet = 0; quiet < 2;)
        {
            var before = (await node.Log.ReadHeadAsync("acme", CancellationToken.None)).Size;
            await node.Rotation.RoundAsync(CancellationToken.None).InTime();
            await node.RefreshAsync();
            quiet = (await node.Log.ReadHeadAsync("acme", CancellationToken.None)).Size == before ? quiet + 1 : 0;
        }
    }

    /// <summary>Lets time pass second by second, and does what each brings.</summary>
    public static async Task LiveAsync(this SpecNode node, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            await node.AdvanceAsync(TimeSpan.FromSeconds(1));
            await node.RoundsAsync();
        }
    }

    public static KeyStatus[] Shape(this SpecNode node) => [.. node.Acme.Keys.Ring.Keys.Select(key => key.Status)];

    public static Kid[] Published(this SpecNode node) => Kids(node.Acme.Keys.Jwks);

    public static Kid[] Kids(byte[] jwks)
    {
        if (jwks.Length == 0)
            return [];
        Assert.True(JwkSet.TryParse(jwks, out var keys, out _));
        return [.. keys.Select(key => TextId.Parse<Kid>(key.Kid))];
    }

    public static async Task<List<IKeyRingEvent>> RingEvents(this SpecNode node) =>
        [.. (await node.Log.Events()).Select(recorded => recorded.Event).OfType<IKeyRingEvent>()];

    /// <summary>Appends to the ring as another node would.</summary>
    public static async Task PutOnRingAsync(this SpecNode node, params IDomainEvent[] events)
    {
        var version = (await node.Log.ReadStreamAsync("acme", KeyRingState.Stream, CancellationToken.None)).Count;
        await node.Log.PutAsync("acme", KeyRingState.Stream, version, events);
    }

    /// <summary>Takes the ring through its events and finds no moment with two active keys.</summary>
    public static async Task NeverHadTwoActivesAsync(this SpecNode node)
    {
        var ring = KeyRingState.Initial;
        foreach (var @event in await node.RingEvents())
        {
            ring = KeyRingState.Evolve(ring, @event);
            Assert.True(ring.Keys.Count(key => key.Status == KeyStatus.Active) <= 1);
        }
    }

    public static string TypeOf(Append append) => append.Streams[0].Entries[0].Type;

    /// <summary>The private halves at rest are those of the keys that are to sign, and no others.</summary>
    public static Kid[] ToSign(PublishedKeys keys) =>
        [.. keys.Ring.Keys.Where(key => key.Status is KeyStatus.Active or KeyStatus.Next).Select(key => key.Kid).OrderBy(kid => kid.Value, StringComparer.Ordinal)];

    public static Kid[] Kept(this SpecNode node) => [.. node.Custody.Kept.Select(key => key.Item2).OrderBy(kid => kid.Value, StringComparer.Ordinal)];
}
