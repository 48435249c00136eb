using Argus.Domain.Clients;
using Argus.Domain.Handoffs;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;

namespace Argus.Specs.Domain;

public class A_foreign_event
{
    [Fact]
    public void stops_every_fold()
    {
        Assert.Throws<UnreadableEventException>(() => TenantState.Evolve(TenantState.Initial, new Foreign()));
        Assert.Throws<UnreadableEventException>(() => ResourceState.Evolve(ResourceState.Initial, new Foreign()));
        Assert.Throws<UnreadableEventException>(() => ClientState.Evolve(ClientState.Initial, new Foreign()));
        Assert.Throws<UnreadableEventException>(() => UserState.Evolve(UserState.Initial, new Foreign()));
        Assert.Throws<UnreadableEventException>(() => KeyRingState.Evolve(KeyRingState.Initial, new Foreign()));
        Assert.Throws<UnreadableEventException>(() => TokenState.Evolve(TokenState.Initial, new Foreign()));
        Assert.Throws<UnreadableEventException>(() => HandoffState.Evolve(HandoffState.Initial, new Foreign()));
    }

    [Fact]
    public void cannot_be_written() => Assert.Throws<KeyNotFoundException>(() => EventCodec.Encode(new Foreign(), new Origin("a", "c")));

    [Fact]
    public void is_none_of_those_in_the_catalogue()
    {
        foreach (var @event in Samples.Events())
        {
            var fold = Record.Exception(() => _ = @event switch
            {
                ITenantEvent e => (object)TenantState.Evolve(TenantState.Initial, e),
                IResourceEvent e => ResourceState.Evolve(ResourceState.Initial, e),
                IClientEvent e => ClientState.Evolve(ClientState.Initial, e),
                IUserEvent e => UserState.Evolve(UserState.Initial, e),
                KeyGenerated e => KeyRingState.Evolve(KeyRingState.Initial, e),
                IKeyRingEvent e => KeyRingState.Evolve(KeyRingState.Evolve(KeyRingState.Initial, new KeyGenerated(1, 2048, "file", Samples.Kid, "n")), e),
                ITokenEvent e => TokenState.Evolve(TokenState.Initial, e),
                IHandoffEvent e => HandoffState.Evolve(HandoffState.Initial, e),
                _ => @event,
            });
            Assert.Null(fold);
        }
    }

    private sealed record Foreign : ITenantEvent, IResourceEvent, IClientEvent, IUserEvent, IKeyRingEvent, ITokenEvent, IHandoffEvent;
}
