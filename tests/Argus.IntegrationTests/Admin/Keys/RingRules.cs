using Argus.Domain.Kernel;
using Argus.Domain.Keys;

namespace Argus.IntegrationTests.Admin.Keys;

/// <summary>What the log of a ring shows when nobody forces anything, checked without the product's own fold.</summary>
internal static class RingRules
{
    /// <returns>How many keys took over from another.</returns>
    public static int Hold(IReadOnlyList<RecordedEvent> ring, int lead, int period)
    {
        var (published, signed, activations) = (new Dictionary<Kid, long>(), new HashSet<Kid>(), new List<long>());
        var (generated, spent) = (new HashSet<Kid>(), new HashSet<Kid>());
        Kid? active = null;
        var latest = 0L;
        foreach (var (recorded, index) in ring.Select((recorded, index) => (recorded, index)))
        {
            var at = Of(recorded.Event).At;
            Assert.True(at >= latest, $"{recorded.Position}: time runs back");
            latest = at;
            switch (recorded.Event)
            {
                case KeyGenerated e:
                    Assert.True(generated.Add(e.Kid), $"{recorded.Position}: a second key {e.Kid}");
                    Assert.True(ring[index + 1].Event is KeyPublished next && next.Kid == e.Kid, $"{recorded.Position}: a key that is not published");
                    break;
                case KeyPublished e:
                    Assert.Contains(e.Kid, generated);
                    Assert.True(published.TryAdd(e.Kid, e.At), $"{recorded.Position}: published twice");
                    Assert.True(published.Count - signed.Count == 1, $"{recorded.Position}: a second next key");
                    break;
                case KeyDeactivated e:
                    Assert.True(active == e.Kid, $"{recorded.Position}: {e.Kid} was not active");
                    Assert.True(ring[index + 1].Event is KeyActivated, $"{recorded.Position}: nobody takes over");
                    active = null;
                    spent.Add(e.Kid);
                    break;
                case KeyActivated e:
                    Assert.True(active is null, $"{recorded.Position}: two active keys");
                    Assert.True(index < 3 || ring[index - 1].Event is KeyDeactivated, $"{recorded.Position}: activated without a former key's end");
                    Assert.True(signed.Add(e.Kid), $"{recorded.Position}: {e.Kid} signs a second time");
                    Assert.True(activations.Count == 0 || (e.At >= activations[^1] + period && e.At >= published[e.Kid] + lead), $"{recorded.Position}: too early");
                    active = e.Kid;
                    activations.Add(e.At);
                    break;
                case PrivateKeyDestroyed e:
                    Assert.True(spent.Contains(e.Kid), $"{recorded.Position}: destroyed before its time");
                    break;
                case KeyRetired e:
                    Assert.True(spent.Contains(e.Kid), $"{recorded.Position}: retired before its time");
                    break;
                default:
                    Assert.Fail($"{recorded.Position}: {recorded.Event}");
                    break;
            }
        }

        Assert.NotNull(active);
        Assert.InRange(generated.Count - signed.Count, 0, 1);
        return activations.Count - 1;
    }

    /// <summary>The keys whose private halves must be at rest: the active one, and those that wait.</summary>
    public static IEnumerable<string> ToSign(IReadOnlyList<RecordedEvent> ring)
    {
        var state = ring.Aggregate(KeyRingState.Initial, (state, recorded) => KeyRingState.Evolve(state, (IKeyRingEvent)recorded.Event));
        return state.Keys.Where(key => key.Status is KeyStatus.Active or KeyStatus.Next).Select(key => key.Kid.Value);
    }

    private static (long At, Kid Kid) Of(IDomainEvent @event) => @event switch
    {
        KeyGenerated e => (e.At, e.Kid),
        KeyPublished e => (e.At, e.Kid),
        KeyActivated e => (e.At, e.Kid),
        KeyDeactivated e => (e.At, e.Kid),
        PrivateKeyDestroyed e => (e.At, e.Kid),
        KeyRetired e => (e.At, e.Kid),
        _ => throw new InvalidOperationException($"{@event} is not of a rotation"),
    };
}
