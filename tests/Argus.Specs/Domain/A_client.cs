using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

public class A_client
{
    private static readonly ClientSecret Secret = new("hash", ClientSecret.Sha256);
    private static readonly ClientSecret Other = new("other", ClientSecret.Slow);
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly NewSecret Second = new("b", Other, 60, 600);
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
    public void gets_one_more_secret_once()
    {
        var added = new ClientSecretAdded(Now.ToUnixTimeSeconds(), Now.ToUnixTimeSeconds() + 600, "b", 60, Other);

        ClientDecider.AddSecret(Given(Registered), Samples.Orders, Second, Now).Gives(added);
        ClientDecider.AddSecret(Given([.. Registered, added]), Samples.Orders, Second, Now).Gives();
        ClientDecider.AddSecret(Given(), Samples.Orders, Second, Now).IsRefused("client_unknown");
    }

    [Fact]
    public void keeps_the_secrets_before_for_the_overlap_and_no_longer_than_their_own_end()
    {
        var state = Given([.. Registered, Added("b", at: 0, overlap: 60, end: 90), Added("c", at: 50, overlap: 1000)]);

        Assert.Equal([("described", 60L), ("b", 90), ("c", null)], state.Secrets.Select(kept => (kept.Id, kept.ExpiresAt - Now.ToUnixTimeSeconds())));
        Assert.True(state.Secrets[0].IsGood(Now.AddSeconds(59)));
        Assert.False(state.Secrets[0].IsGood(Now.AddSeconds(60)));
        Assert.Equal(["c", "d"], Given([.. Registered, Added("b", 0, 60, 90), Added("c", 50, 1000), Added("d", 100, 60)]).Secrets.Select(kept => kept.Id));
        Assert.Equal(["b"], Given([.. Registered, Added("b", 0, overlap: 0)]).Secrets.Select(kept => kept.Id));
    }

    [Fact]
    public void has_five_secrets_at_most()
    {
        var four = Given([.. Registered, .. "bcd".Select(id => Added($"{id}", 0, 600))]);
        var five = Given([.. Registered, .. "bcde".Select(id => Added($"{id}", 0, 600))]);

        Assert.Null(ClientDecider.AddSecret(four, Samples.Orders, Second with { Id = "x" }, Now).Refusal);
        ClientDecider.AddSecret(five, Samples.Orders, Second with { Id = "x" }, Now).IsRefused("too_many_secrets");
        Assert.Null(ClientDecider.AddSecret(five, Samples.Orders, Second with { Id = "x", Overlap = 0 }, Now).Refusal);
    }

    [Fact]
    public void takes_no_impossible_times_for_a_secret()
    {
        ClientDecider.AddSecret(Given(Registered), Samples.Orders, Second with { Overlap = -1 }, Now).IsRefused("overlap_out_of_range");
        ClientDecider.AddSecret(Given(Registered), Samples.Orders, Second with { Overlap = 90 * 86_400 + 1 }, Now).IsRefused("overlap_out_of_range");
        ClientDecider.AddSecret(Given(Registered), Samples.Orders, Second with { ExpiresIn = 0 }, Now).IsRefused("expires_in_out_of_range");
    }

    [Fact]
    public void loses_a_secret_once()
    {
        ClientDecider.RemoveSecret(Given([.. Registered, Added("b", 0, 60)]), "b").Gives(new ClientSecretRemoved("b"));
        ClientDecider.RemoveSecret(Given([.. Registered, Added("b", 0, 60), new ClientSecretRemoved("b")]), "b").IsRefused("secret_unknown");
        ClientDecider.RemoveSecret(Given(Registered), "described").Gives(new ClientSecretRemoved("described"));
        ClientDecider.RemoveSecret(Given(), "b").IsRefused("client_unknown");
    }

    private static ClientSecretAdded Added(string id, int at, int overlap, int? end = null) =>
        new(Now.ToUnixTimeSeconds() + at, Now.ToUnixTimeSeconds() + end, id, overlap, Other);

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
