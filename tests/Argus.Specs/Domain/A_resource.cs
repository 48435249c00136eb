using Argus.Domain.Kernel;
using Argus.Domain.Resources;

namespace Argus.Specs.Domain;

public class A_resource
{
    private static readonly ResourceRegistered Registered = new(Samples.Api, NameSet.Of(["read", "write"]));

    [Fact]
    public void that_is_new_is_registered() => Describe(Given(), "read", "write").Gives(Registered);

    [Fact]
    public void that_is_described_as_it_is_stays_as_it_is() => Describe(Given(Registered), "write", "read").Gives();

    [Fact]
    public void changes_its_scopes()
    {
        Describe(Given(Registered), "read").Gives(new ResourceScopesChanged(NameSet.Of("read")));
        Describe(Given(Registered)).Gives(new ResourceScopesChanged(NameSet.Empty));
        Describe(Given(Registered, new ResourceScopesChanged(NameSet.Of("read"))), "read").Gives();
    }

    [Fact]
    public void is_disabled_once_and_enabled_once()
    {
        ResourceDecider.Disable(Given(Registered)).Gives(new ResourceDisabled());
        ResourceDecider.Disable(Given(Registered, new ResourceDisabled())).Gives();
        ResourceDecider.Enable(Given(Registered, new ResourceDisabled())).Gives(new ResourceEnabled());
        ResourceDecider.Enable(Given(Registered)).Gives();
        ResourceDecider.Enable(Given(Registered, new ResourceDisabled(), new ResourceEnabled())).Gives();
    }

    [Fact]
    public void that_is_described_anew_stays_disabled() =>
        Assert.False(Given(Registered, new ResourceDisabled(), new ResourceScopesChanged(NameSet.Empty)).Enabled);

    [Fact]
    public void that_does_not_exist_can_be_neither_disabled_nor_enabled()
    {
        ResourceDecider.Disable(Given()).IsRefused("resource_unknown");
        ResourceDecider.Enable(Given()).IsRefused("resource_unknown");
    }

    private static ResourceState Given(params IEnumerable<IResourceEvent> events) => Deciding.Fold(ResourceState.Initial, ResourceState.Evolve, events);

    private static Decision<IResourceEvent> Describe(ResourceState state, params string[] scopes) =>
        ResourceDecider.Describe(state, Samples.Api, NameSet.Of(scopes));
}
