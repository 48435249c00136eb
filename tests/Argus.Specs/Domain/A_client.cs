using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

public class A_client
{
    private static readonly ClientSecret Secret = new("hash", ClientSecret.Sha256);
    private static readonly ClientSecret Other = new("other", ClientSecret.Slow);
    private static readonly ClientSettings More = Samples.Settings with { Scope = NameSet.Of("read") };
    private static readonly IClientEvent[] Registered = [new ClientRegistered(Samples.Orders, Samples.Settings), new ClientSecretSet(Secret)];

    [Fact]
    public void that_is_new_is_registered_with_its_secret() => Describe(Given(), Samples.Settings, Secret).Gives(Registered);

    [Fact]
    public void that_is_new_needs_a_secret() => Describe(Given(), Samples.Settings, null).IsRefused("client_secret_missing");

    [Fact]
    public void that_is_public_is_registered_without_one()
    {
        Describe(Given(), Samples.UserFacing, null).Gives(new ClientRegistered(Samples.Orders, Samples.UserFacing));
        Describe(Given(new ClientRegistered(Samples.Orders, Samples.UserFacing)), Samples.UserFacing, null).Gives();
    }

    [Fact]
    public void that_is_described_as_it_is_stays_as_it_is()
    {
        Describe(Given(Registered), Samples.Settings, Secret).Gives();
        Describe(Given(Registered), Samples.Settings, null).Gives();
    }

    [Fact]
    public void changes_in_what_differs()
    {
        Describe(Given(Registered), More, null).Gives(new ClientChanged(More));
        Describe(Given(Registered), Samples.Settings, Other).Gives(new ClientSecretSet(Other));
        Describe(Given(Registered), More, Other).Gives(new ClientChanged(More), new ClientSecretSet(Other));
        Describe(Given([.. Registered, new ClientChanged(More), new ClientSecretSet(Other)]), More, Other).Gives();
    }

    [Fact]
    public void does_not_mind_the_order_of_names() =>
        Describe(Given(Registered), Samples.Settings with { Scope = NameSet.Of(["write", "read", "write"]) }, null).Gives();

    [Fact]
    public void is_disabled_once_and_enabled_once()
    {
        ClientDecider.Disable(Given(Registered)).Gives(new ClientDisabled());
        ClientDecider.Disable(Given([.. Registered, new ClientDisabled()])).Gives();
        ClientDecider.Enable(Given([.. Registered, new ClientDisabled()])).Gives(new ClientEnabled());
        ClientDecider.Enable(Given(Registered)).Gives();
        ClientDecider.Enable(Given([.. Registered, new ClientDisabled(), new ClientEnabled()])).Gives();
    }

    [Fact]
    public void that_is_described_anew_stays_disabled()
    {
        var disabled = Given([.. Registered, new ClientDisabled()]);

        Describe(disabled, Samples.Settings, Secret).Gives();
        Assert.False(Given([.. Registered, new ClientDisabled(), new ClientChanged(More), new ClientSecretSet(Other)]).Enabled);
    }

    [Fact]
    public void gets_another_secret()
    {
        ClientDecider.SetSecret(Given(Registered), Samples.Orders, Other).Gives(new ClientSecretSet(Other));
        ClientDecider.SetSecret(Given([.. Registered, new ClientSecretSet(Other)]), Samples.Orders, Other).Gives();
        ClientDecider.SetSecret(Given(), Samples.Orders, Other).IsRefused("client_unknown");
    }

    [Fact]
    public void is_removed_once()
    {
        ClientDecider.Remove(Given(Registered)).Gives(new ClientRemoved());
        ClientDecider.Remove(Given([.. Registered, new ClientDisabled()])).Gives(new ClientRemoved());
        ClientDecider.Remove(Given([.. Registered, new ClientRemoved()])).IsRefused("client_unknown");
        ClientDecider.Remove(Given()).IsRefused("client_unknown");
    }

    [Fact]
    public void that_was_removed_is_described_anew_and_has_nothing_of_the_one_before()
    {
        var removed = Given([.. Registered, new ClientDisabled(), new ClientRemoved()]);

        Assert.Equal(ClientState.Initial, removed);
        Describe(removed, Samples.Settings, null).IsRefused("client_secret_missing");
        Describe(removed, Samples.UserFacing, null).Gives(new ClientRegistered(Samples.Orders, Samples.UserFacing));
        Describe(removed, More, Other).Gives(new ClientRegistered(Samples.Orders, More), new ClientSecretSet(Other));
    }

    [Fact]
    public void that_does_not_exist_can_be_neither_disabled_nor_enabled()
    {
        ClientDecider.Disable(Given()).IsRefused("client_unknown");
        ClientDecider.Enable(Given()).IsRefused("client_unknown");
    }

    [Fact]
    public void does_not_show_the_hash_of_its_secret() => Assert.DoesNotContain("hash", Secret.ToString(), StringComparison.Ordinal);

    private static ClientState Given(params IEnumerable<IClientEvent> events) => Deciding.Fold(ClientState.Initial, ClientState.Evolve, events);

    private static Decision<IClientEvent> Describe(ClientState state, ClientSettings settings, ClientSecret? secret) =>
        ClientDecider.Describe(state, Samples.Orders, settings, secret);
}
