using Argus.Domain.Consents;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

public class A_consent
{
    private const string Here = "https://api.example";
    private const string There = "https://other.example";

    private static readonly ConsentGranted Reading = Granted("openid read", Here);
    private static readonly ConsentGranted Writing = Granted("write", There);

    [Fact]
    public void is_remembered_once()
    {
        ConsentDecider.Grant(Given(), Reading).Gives(Reading);
        ConsentDecider.Grant(Given(Reading), Reading).Gives();
        ConsentDecider.Grant(Given(Reading), Granted("read", Here)).Gives();
    }

    [Fact]
    public void is_added_to()
    {
        ConsentDecider.Grant(Given(Reading), Writing).Gives(Writing);
        ConsentDecider.Grant(Given(Reading, Writing), Reading).Gives();

        var state = Given(Reading, Writing);
        Assert.Equal(Names("openid read write"), state.Scope);
        Assert.Equal(NameSet.Of([Here, There]), state.Resources);
    }

    [Fact]
    public void to_read_here_and_write_there_is_none_to_write_here()
    {
        var state = Given(Reading, Writing);

        Assert.True(state.Covers(Names("openid"), NameSet.Of(There)));
        Assert.False(state.Covers(Names("write"), NameSet.Of(Here)));
        Assert.Equal(Names("write"), state.NewScope(Names("openid read write"), NameSet.Of(Here)));
        Assert.Equal(NameSet.Empty, state.NewResources(NameSet.Of(Here)));
    }

    [Fact]
    public void to_something_at_a_resource_does_not_reach_another_one_even_without_a_scope()
    {
        Assert.True(Given(Reading).Covers(NameSet.Empty, NameSet.Of(Here)));
        Assert.False(Given(Reading).Covers(NameSet.Empty, NameSet.Of(There)));
        Assert.Equal(NameSet.Of(There), Given(Reading).NewResources(NameSet.Of([Here, There])));
    }

    [Fact]
    public void to_nothing_but_who_the_user_is_needs_no_resource()
    {
        var state = Given(Granted("openid profile"));

        Assert.True(state.Covers(Names("openid"), NameSet.Empty));
        Assert.False(state.Covers(Names("openid email"), NameSet.Empty));
        Assert.False(state.Covers(Names("openid"), NameSet.Of(Here)));
    }

    [Fact]
    public void is_withdrawn_once_and_can_be_given_again()
    {
        ConsentDecider.Withdraw(Given(Reading)).Gives(new ConsentWithdrawn());
        ConsentDecider.Withdraw(Given(Reading, new ConsentWithdrawn())).Gives();
        ConsentDecider.Withdraw(Given()).Gives();
        ConsentDecider.Grant(Given(Reading, new ConsentWithdrawn()), Reading).Gives(Reading);
        Assert.False(Given(Reading, new ConsentWithdrawn()).Exists);
    }

    [Fact]
    public void of_another_user_or_to_another_client_is_another_stream()
    {
        Assert.Equal($"consent:{Samples.Subject}:orders", ConsentState.StreamOf(Samples.Subject, Samples.Orders));
        Assert.Throws<UnreadableEventException>(() => ConsentState.Evolve(ConsentState.Initial, new Foreign()));
    }

    private static ConsentState Given(params IConsentEvent[] events) => Deciding.Fold(ConsentState.Initial, ConsentState.Evolve, events);

    private static ConsentGranted Granted(string scope, params string[] resources) => new(Samples.Orders, NameSet.Of(resources), Names(scope), Samples.Subject);

    private static NameSet Names(string names) => NameSet.Of(names.Split(' '));

    private sealed record Foreign : IConsentEvent;
}
