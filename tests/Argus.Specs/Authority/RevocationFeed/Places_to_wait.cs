using Argus.Authority.RevocationFeed;
using Argus.Domain.Kernel;
using Argus.Specs.Domain;

namespace Argus.Specs.Authority.RevocationFeed;

public class Places_to_wait
{
    private readonly PollSlots _slots = new();

    private List<IDisposable> TakeAll(TenantId tenant, Func<int, string> source)
    {
        List<IDisposable> taken = [];
        while (_slots.TryTake(tenant, source(taken.Count)) is { } slot)
            taken.Add(slot);
        return taken;
    }

    [Fact]
    public void are_bounded_for_a_source()
    {
        var taken = TakeAll(Samples.Acme, _ => "192.0.2.1");

        Assert.Equal(PollSlots.MostOfSource, taken.Count);
        Assert.NotNull(_slots.TryTake(Samples.Acme, "192.0.2.2"));
    }

    [Fact]
    public void are_bounded_for_a_tenant_and_leave_room_for_others()
    {
        var taken = TakeAll(Samples.Acme, each => $"192.0.{each / 250}.{each % 250}");

        Assert.Equal(PollSlots.MostOfTenant, taken.Count);
        Assert.NotNull(_slots.TryTake(TenantId.System, "198.51.100.1"));
    }

    [Fact]
    public void are_bounded_for_the_node()
    {
        var taken = 0;
        for (var each = 0; each < 10_000; each++)
            taken += _slots.TryTake(TextId.Parse<TenantId>($"t{each % 100}"), $"192.0.{each / 250}.{each % 250}") is null ? 0 : 1;

        Assert.Equal(PollSlots.MostOfNode, taken);
    }

    [Fact]
    public void are_given_back_once()
    {
        var taken = TakeAll(Samples.Acme, _ => "192.0.2.1");

        taken[0].Dispose();
        taken[0].Dispose();

        Assert.NotNull(_slots.TryTake(Samples.Acme, "192.0.2.1"));
        Assert.Null(_slots.TryTake(Samples.Acme, "192.0.2.1"));
    }
}
