using Argus.Domain.DelegatedSignIns;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

public class A_delegated_sign_in
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SignInDelegated Delegated = new("digest", Now.AddMinutes(10).ToUnixTimeSeconds(), "https://ally.example", Samples.Ally, "request", Samples.Sealed<string>("sealed"));
    private static readonly SignInReturned Returned = new();

    [Fact]
    public void begins_once()
    {
        DelegatedSignInDecider.Begin(Given(), Delegated).Gives(Delegated);
        DelegatedSignInDecider.Begin(Given(Delegated), Delegated).IsRefused("sign_in_exists");
    }

    [Fact]
    public void comes_back_once_with_the_same_browser_and_in_time()
    {
        DelegatedSignInDecider.Return(Given(Delegated), "digest", Now).Gives(Returned);
        DelegatedSignInDecider.Return(Given(Delegated, Returned), "digest", Now).IsRefused("sign_in_over");
        DelegatedSignInDecider.Return(Given(Delegated), "another", Now).IsRefused("sign_in_of_another_browser");
        DelegatedSignInDecider.Return(Given(), "digest", Now).IsRefused("sign_in_unknown");
        DelegatedSignInDecider.Return(Given(Delegated), "digest", Now.AddMinutes(10).AddTicks(-1)).Gives(Returned);
        DelegatedSignInDecider.Return(Given(Delegated), "digest", Now.AddMinutes(10)).IsRefused("sign_in_expired");
    }

    [Fact]
    public void goes_to_a_provider_that_is_there_as_long_as_nobody_removes_it()
    {
        var described = new ProviderDescribed("acme", "The Ally", "https://ally.example", Samples.Ally, NameSet.Of("openid"));
        var renamed = described with { DisplayName = "Ally" };

        IdentityProviderDecider.Describe(Provider(), described).Gives(described);
        IdentityProviderDecider.Describe(Provider(described), described with { Scope = NameSet.Of("openid") }).Gives();
        IdentityProviderDecider.Describe(Provider(described), renamed).Gives(renamed);
        IdentityProviderDecider.Remove(Provider(described, renamed)).Gives(new ProviderRemoved());
        IdentityProviderDecider.Remove(Provider(described, new ProviderRemoved())).IsRefused("provider_unknown");
        IdentityProviderDecider.Describe(Provider(described, new ProviderRemoved()), described).Gives(described);
    }

    private static DelegatedSignInState Given(params IEnumerable<IDelegatedSignInEvent> events) => events.Aggregate(DelegatedSignInState.Initial, DelegatedSignInState.Evolve);

    private static IdentityProviderState Provider(params IEnumerable<IIdentityProviderEvent> events) => events.Aggregate(IdentityProviderState.Initial, IdentityProviderState.Evolve);
}
