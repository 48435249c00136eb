using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Domain.Users;
using Argus.Log;

namespace Argus.Specs.Authority.PersonalData;

public class The_keys_of_personal_data
{
    private static readonly Origin Somewhere = new("client:orders", "c", "192.0.2.1", "curl/8");

    [Fact]
    public async Task are_durable_before_anything_that_is_sealed_under_them()
    {
        await using var node = await SpecNode.StartAsync();
        var tried = node.Log.Tried.Count;
        node.PersonalKeys.Store.OnStep = step => { if (step == "put") throw SpecLog.Gone; };

        await Assert.ThrowsAsync<LogUnavailableException>(() => node.ApplyAsync(Erasures.Alice));
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await node.Issuer.IssueAsync(node.Request(), Somewhere));

        Assert.Equal(tried, node.Log.Tried.Count);
    }

    [Fact]
    public async Task are_made_once_by_many_nodes_at_once()
    {
        await using var node = await SpecNode.StartAsync();
        await using var other = await node.StartBesideAsync();
        var kept = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
            (await (i % 2 == 0 ? node : other).PersonalKeys.Keys.FindOrMakeAsync(Domain.Samples.Acme, Domain.Samples.Subject)).Keep("source", "192.0.2.1"))));

        foreach (var source in kept)
            Assert.Equal("192.0.2.1", await node.PersonalKeys.Keys.OpenAsync(Domain.Samples.Acme, "source", source));
    }

    [Fact]
    public async Task are_not_needed_to_follow_the_log()
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        var (finds, unwrapped) = (node.PersonalKeys.Store.Finds, node.PersonalKeys.Wrapper.Unwrapped);

        await using var other = await node.StartBesideAsync();

        Assert.True(other.Acme.Subject(alice.Subject)?.Enabled);
        Assert.Equal((finds, unwrapped), (node.PersonalKeys.Store.Finds, node.PersonalKeys.Wrapper.Unwrapped));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task let_nobody_sign_in_while_they_cannot_be_read(bool custodyIsAway)
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        await using var other = await node.StartBesideAsync();
        if (custodyIsAway)
            other.PersonalKeys.Wrapper.OnUnwrap = new CustodyException("The provider is away.");
        else
            other.PersonalKeys.Store.OnStep = _ => throw SpecLog.Gone;

        await Assert.ThrowsAsync<LogUnavailableException>(async () => await other.People.PasswordAsync(other.Acme.Id, other.Acme.Subject(alice.Subject)!));

        (other.PersonalKeys.Wrapper.OnUnwrap, other.PersonalKeys.Store.OnStep) = (null, null);
        other.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await other.People.PasswordAsync(other.Acme.Id, other.Acme.Subject(alice.Subject)!));
    }

    [Fact]
    public async Task of_users_that_are_lost_are_not_made_again_and_do_not_hide_the_others()
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        await node.ApplyAsync("""{"tenants":[{"tenant":"acme","users":[{"username":"bob","password":"battery staple"}]}]}""");
        await using var other = await node.StartBesideAsync();
        await node.PersonalKeys.Store.DeleteAsync(Domain.Samples.Acme, [PersonalKey.Of(alice.Subject)], TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<LogUnavailableException>(async () => await other.People.OpenAsync(other.Acme.Id, alice));
        await Assert.ThrowsAsync<LogUnavailableException>(() => other.ApplyAsync(Erasures.Alice));

        var names = (await other.People.OpenAsync(other.Acme.Id, [.. other.Acme.Users])).Select(person => person?.Username.Value);
        Assert.Equal([null, "bob"], names.Order());
    }

    [Fact]
    public async Task of_days_are_destroyed_when_their_time_is_over_and_refused_from_that_moment_on()
    {
        await using var node = await SpecNode.StartAsync("""{"context_retention":172800}""");
        await node.Issuer.IssueAsync(node.Request(), Somewhere);
        var day = PersonalKey.Of(DateOnly.FromDateTime(node.Clock.GetUtcNow().UtcDateTime));
        Assert.NotNull(await node.PersonalKeys.Keys.FindAsync(Domain.Samples.Acme, day));

        await node.AdvanceAsync(TimeSpan.FromDays(2));
        await node.SweepAsync();
        Assert.Contains($"acme/{day}", await node.PersonalKeys.Store.NamesAsync());

        await node.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Null(await node.PersonalKeys.Keys.FindAsync(Domain.Samples.Acme, day));
        await node.SweepAsync();
        Assert.DoesNotContain($"acme/{day}", await node.PersonalKeys.Store.NamesAsync());
    }

    [Fact]
    public async Task are_wrapped_by_the_tenants_own_which_is_wrapped_anew_with_the_key_encryption_key()
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        node.PersonalKeys.Wrapper.TurnOver();
        await node.SweepAsync();
        node.PersonalKeys.Wrapper.ForgetFormer();

        await using var other = await node.StartBesideAsync();

        Assert.Equal("alice", (await other.People.OpenAsync(other.Acme.Id, alice)).Username.Value);
    }

    [Fact]
    public async Task follow_the_tenants_own_from_one_custody_provider_to_another()
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        var (former, current) = (node.PersonalKeys.Wrapper, new SpecKeyWrapper("vault"));
        var both = new KeyCustodies(new WrappedKeyCustody(current), new WrappedKeyCustody(former));

        Assert.Equal((1, 1), await new Argus.Authority.PersonalData.TenantKeys(node.PersonalKeys.Store, both, new(), node.Clock).RewrapAsync(TestContext.Current.CancellationToken));
        former.OnUnwrap = new CustodyException("Gone for good.");

        var directory = new Argus.Authority.Views.TenantDirectory();
        var tenantKeys = new Argus.Authority.PersonalData.TenantKeys(node.PersonalKeys.Store, new KeyCustodies(new WrappedKeyCustody(current)), directory, node.Clock);
        var keys = new Argus.Authority.PersonalData.PersonalKeys(node.PersonalKeys.Store, tenantKeys, directory, node.Clock);
        Assert.Equal("alice", UserPerson.OpenName(alice, (await keys.FindAsync(Domain.Samples.Acme, PersonalKey.Of(alice.Subject)))!).Value);
    }
}
