using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;

namespace Argus.Specs.Authority;

public class The_tenant_directory
{
    private readonly TenantDirectory _directory = new();

    [Fact]
    public void finds_a_tenant_by_its_exact_name_only()
    {
        Apply("acme", Created("acme"));

        Assert.Equal("acme", _directory.Find("acme")?.Id.Value);
        Assert.Null(_directory.Find("Acme"));
        Assert.Null(_directory.Find("other"));
    }

    [Fact]
    public void gives_a_host_to_the_first_that_claims_it()
    {
        Apply("first", Created("first", "shared.example"));
        Apply("second", Created("second", "shared.example", "own.example"));

        Assert.Equal("first", _directory.FindByHost("shared.example")?.Id.Value);
        Assert.Equal("second", _directory.FindByHost("own.example")?.Id.Value);
        Assert.Null(_directory.FindByHost("SHARED.example"));
    }

    [Fact]
    public void takes_a_host_away_when_its_tenant_gives_it_up()
    {
        Apply("first", Created("first", "a.example", "b.example"));
        Apply("first", new TenantHostsChanged(HostNames.Of("b.example")));

        Assert.Null(_directory.FindByHost("a.example"));
        Assert.Equal("first", _directory.FindByHost("b.example")?.Id.Value);

        Apply("second", Created("second", "a.example"));
        Assert.Equal("second", _directory.FindByHost("a.example")?.Id.Value);
    }

    [Fact]
    public void keeps_a_host_with_a_tenant_that_is_disabled()
    {
        Apply("first", Created("first", "a.example"));
        Apply("first", new TenantDisabled());
        Apply("second", Created("second", "a.example"));

        Assert.Equal(("first", false), (_directory.FindByHost("a.example")?.Id.Value, _directory.FindByHost("a.example")?.State.Enabled));
    }

    [Fact]
    public void refuses_an_event_of_what_can_be_no_tenant() => Assert.Throws<UnreadableEventException>(() => Apply("Not A Tenant", new TenantDisabled()));

    private static TenantCreated Created(string tenant, params string[] hosts) => new(tenant, HostNames.Of(hosts), new TenantPolicy(), TextId.Parse<TenantId>(tenant));

    private void Apply(string tenant, ITenantEvent @event) => _directory.Apply(new RecordedEvent(tenant, 0, "tenant", 0, default, "a", "c", @event));
}
