using Argus.Domain.Kernel;
using Argus.Domain.Tenants;

namespace Argus.Specs.Domain;

public class A_tenant
{
    private static readonly HostNames Hosts = HostNames.Of("auth.acme.example");
    private static readonly TenantPolicy Policy = new() { ServiceTokenLifetime = 120 };
    private static readonly TenantCreated Created = new("Acme", Hosts, Policy, Samples.Acme);

    [Fact]
    public void that_is_described_for_the_first_time_is_created() => Describe(Given()).Gives(Created);

    [Fact]
    public void that_is_described_as_it_is_stays_as_it_is() => Describe(Given(Created)).Gives();

    [Fact]
    public void that_is_described_otherwise_changes_in_what_differs()
    {
        Describe(Given(Created), name: "New").Gives(new TenantRenamed("New"));
        Describe(Given(Created), hosts: HostNames.None).Gives(new TenantHostsChanged(HostNames.None));
        Describe(Given(Created), policy: new TenantPolicy()).Gives(new TenantPolicyChanged(new TenantPolicy()));
        Describe(Given(Created), "New", HostNames.None, new TenantPolicy())
            .Gives(new TenantRenamed("New"), new TenantHostsChanged(HostNames.None), new TenantPolicyChanged(new TenantPolicy()));
    }

    [Fact]
    public void that_changed_as_described_changes_no_more() => Describe(
        Given(Created, new TenantRenamed("New"), new TenantHostsChanged(HostNames.None), new TenantPolicyChanged(new TenantPolicy())),
        "New", HostNames.None, new TenantPolicy()).Gives();

    [Fact]
    public void keeps_the_order_of_its_hosts_for_the_first_is_its_issuer()
    {
        var state = Given(new TenantCreated("Acme", HostNames.Of("b", "a"), Policy, Samples.Acme));

        Assert.Equal(["b", "a"], state.Hosts);
        Describe(state, hosts: HostNames.Of("b", "a", "b")).Gives();
        Describe(state, hosts: HostNames.Of("a", "b")).Gives(new TenantHostsChanged(HostNames.Of("a", "b")));
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(201, "display_name_too_long")]
    public void has_a_name_of_at_most_200_characters(int length, string? refusal)
    {
        foreach (var state in new[] { Given(), Given(Created) })
            Assert.Equal(refusal, Describe(state, name: new string('n', length)).Refusal?.Code);
    }

    [Fact]
    public void is_neither_created_nor_changed_with_a_policy_out_of_bounds()
    {
        var policy = Policy with { ServiceTokenLifetime = 3601 };

        Describe(Given(), policy: policy).IsRefused("policy_out_of_range");
        Describe(Given(Created), policy: policy).IsRefused("policy_out_of_range");
    }

    [Fact]
    public void is_disabled_once_and_enabled_once()
    {
        TenantDecider.Disable(Given(Created)).Gives(new TenantDisabled());
        TenantDecider.Disable(Given(Created, new TenantDisabled())).Gives();
        TenantDecider.Enable(Given(Created, new TenantDisabled())).Gives(new TenantEnabled());
        TenantDecider.Enable(Given(Created, new TenantDisabled(), new TenantEnabled())).Gives();
        TenantDecider.Enable(Given(Created)).Gives();
        TenantDecider.Disable(Given(Created, new TenantDisabled(), new TenantEnabled())).Gives(new TenantDisabled());
    }

    [Fact]
    public void has_its_users_sign_in_at_a_host_application_or_here()
    {
        var there = new TenantSignInChanged("https://app.example/login");

        TenantDecider.SignInAt(Given(Created), "https://app.example/login").Gives(there);
        TenantDecider.SignInAt(Given(Created, there), "https://app.example/login").Gives();
        TenantDecider.SignInAt(Given(Created, there), null).Gives(new TenantSignInChanged(null));
        TenantDecider.SignInAt(Given(Created), null).Gives();
        TenantDecider.SignInAt(Given(), "https://app.example/login").IsRefused("tenant_unknown");
    }

    [Theory]
    [InlineData("http://app.example/login")]
    [InlineData("com.example.app:/login")]
    [InlineData("/login")]
    [InlineData("https://app.example/#login")]
    public void has_no_user_sign_in_just_anywhere(string uri) => TenantDecider.SignInAt(Given(Created), uri).IsRefused("handoff_uri_malformed");

    [Fact]
    public void that_is_described_anew_stays_disabled() =>
        Assert.False(Given(Created, new TenantDisabled(), new TenantRenamed("New"), new TenantPolicyChanged(new TenantPolicy())).Enabled);

    [Fact]
    public void that_does_not_exist_can_be_neither_disabled_nor_enabled()
    {
        TenantDecider.Disable(Given()).IsRefused("tenant_unknown");
        TenantDecider.Enable(Given()).IsRefused("tenant_unknown");
    }

    private static TenantState Given(params IEnumerable<ITenantEvent> events) => Deciding.Fold(TenantState.Initial, TenantState.Evolve, events);

    private static Decision<ITenantEvent> Describe(TenantState state, string name = "Acme", HostNames? hosts = null, TenantPolicy? policy = null) =>
        TenantDecider.Describe(state, Samples.Acme, name, hosts ?? Hosts, policy ?? Policy);
}
