using Argus.Domain.Kernel;
using Argus.Domain.Users;

namespace Argus.Specs.Domain;

public class A_user
{
    private static readonly SubjectId Another = SubjectId.From(Guid.Parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"));
    private static readonly UserClaims Claims = Samples.Claims("Alice");
    private static readonly UserClaims Others = Samples.Claims("Bob");
    private static readonly UserPassword Password = new("hash", UserPassword.Slow);
    private static readonly UserPassword NewPassword = new("other", UserPassword.Slow);
    private static readonly ExternalIdentity There = new("https://there.example", "42");
    private static readonly IUserEvent[] Registered = [new UserRegistered(Claims, null, Samples.Subject, Samples.Alice), new UserPasswordSet(Password)];
    private static readonly IUserEvent[] FromThere = [new UserRegistered(Claims, There, Samples.Subject, Samples.Alice)];

    [Fact]
    public void that_is_new_is_registered_with_a_subject_and_a_password()
    {
        Describe(Given(), Claims, Password).Gives(Registered);
        Describe(Given(), null, Password).Gives(new UserRegistered(UserClaims.None, null, Samples.Subject, Samples.Alice), new UserPasswordSet(Password));
    }

    [Fact]
    public void that_is_new_needs_a_password() => Describe(Given(), Claims, null).IsRefused("password_missing");

    [Fact]
    public void that_is_described_as_it_is_stays_as_it_is_also_under_another_subject()
    {
        Describe(Given(Registered), Samples.Claims("Alice"), Password with { }).Gives();
        Describe(Given(Registered), null, null).Gives();
        UserDecider.Describe(Given(Registered), Samples.Alice, Another, Claims, Password).Gives();
    }

    [Fact]
    public void changes_in_what_differs()
    {
        Describe(Given(Registered), Others, null).Gives(new UserClaimsChanged(Others));
        Describe(Given(Registered), null, NewPassword).Gives(new UserPasswordSet(NewPassword));
        Describe(Given(Registered), Others, NewPassword).Gives(new UserClaimsChanged(Others), new UserPasswordSet(NewPassword));
        Describe(Given([.. Registered, new UserClaimsChanged(Others), new UserPasswordSet(NewPassword)]), Others, NewPassword).Gives();
    }

    [Fact]
    public void is_disabled_once_and_enabled_once()
    {
        UserDecider.Disable(Given(Registered)).Gives(new UserDisabled());
        UserDecider.Disable(Given([.. Registered, new UserDisabled()])).Gives();
        UserDecider.Enable(Given([.. Registered, new UserDisabled()])).Gives(new UserEnabled());
        UserDecider.Enable(Given(Registered)).Gives();
        UserDecider.Enable(Given([.. Registered, new UserDisabled(), new UserEnabled()])).Gives();
    }

    [Fact]
    public void that_is_described_anew_stays_disabled_and_keeps_its_subject()
    {
        var state = Given([.. Registered, new UserDisabled(), new UserClaimsChanged(Others), new UserPasswordSet(NewPassword)]);

        Assert.Equal((true, false, Samples.Subject, Samples.Alice), (state.Exists, state.Enabled, state.Subject, state.Username));
        Assert.Equal((Others, NewPassword), (state.Claims, state.Password));
    }

    [Fact]
    public void is_removed_once()
    {
        UserDecider.Remove(Given(Registered)).Gives(new UserRemoved());
        UserDecider.Remove(Given([.. Registered, new UserRemoved()])).IsRefused("user_unknown");
    }

    [Fact]
    public void that_was_removed_leaves_its_name_to_another_subject()
    {
        IUserEvent[] again = [new UserRegistered(UserClaims.None, null, Another, Samples.Alice), new UserPasswordSet(NewPassword)];

        UserDecider.Describe(Given([.. Registered, new UserRemoved()]), Samples.Alice, Another, null, NewPassword).Gives(again);
        Describe(Given([.. Registered, new UserRemoved()]), Claims, null).IsRefused("password_missing");

        var state = Given([.. Registered, new UserDisabled(), new UserRemoved(), .. again]);
        Assert.Equal((true, Another, UserClaims.None, NewPassword), (state.Enabled, state.Subject, state.Claims, state.Password));
    }

    [Fact]
    public void that_does_not_exist_can_be_neither_disabled_nor_enabled_nor_removed()
    {
        UserDecider.Disable(Given()).IsRefused("user_unknown");
        UserDecider.Enable(Given()).IsRefused("user_unknown");
        UserDecider.Remove(Given()).IsRefused("user_unknown");
    }

    [Fact]
    public void from_another_provider_is_registered_once_and_brought_up_to_date()
    {
        Register(Given(), There, Claims).Gives(FromThere);
        Register(Given(FromThere), There with { }, Samples.Claims("Alice")).Gives();
        Register(Given(FromThere), There, null).Gives();
        Register(Given(FromThere), There, Others).Gives(new UserClaimsChanged(Others));
    }

    [Fact]
    public void from_another_provider_takes_nobody_else_s_name()
    {
        Register(Given(Registered), There, Claims).IsRefused("username_taken");
        Register(Given(FromThere), There with { Subject = "43" }, Claims).IsRefused("username_taken");
        Register(Given(FromThere), There with { Issuer = "https://elsewhere.example" }, Claims).IsRefused("username_taken");
    }

    [Fact]
    public void from_another_provider_gets_no_password_here()
    {
        Describe(Given(FromThere), null, Password).IsRefused("user_external");
        Describe(Given(FromThere), Others, null).Gives(new UserClaimsChanged(Others));
    }

    [Fact]
    public void has_a_stream_whose_name_says_nothing_and_does_not_depend_on_case()
    {
        Assert.True(Username.TryParse("ALICE", out var shouted));

        // printf alice | openssl dgst -sha256 -binary | basenc --base64url
        Assert.Equal("user:K9gGyX8OAK8aH8Myj6djqSaXI8jbj6xPk69x2xhtbpA", UserState.StreamOf(Samples.Alice));
        Assert.Equal(UserState.StreamOf(Samples.Alice), UserState.StreamOf(shouted));
    }

    [Fact]
    public void does_not_show_who_it_is_or_the_hash_of_its_password()
    {
        var shown = $"{Given(Registered)} {Password} {Claims}";

        Assert.DoesNotContain("hash", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", shown, StringComparison.OrdinalIgnoreCase);
    }

    private static UserState Given(params IEnumerable<IUserEvent> events) => Deciding.Fold(UserState.Initial, UserState.Evolve, events);

    private static Decision<IUserEvent> Describe(UserState state, UserClaims? claims, UserPassword? password) =>
        UserDecider.Describe(state, Samples.Alice, Samples.Subject, claims, password);

    private static Decision<IUserEvent> Register(UserState state, ExternalIdentity external, UserClaims? claims) =>
        UserDecider.RegisterExternal(state, Samples.Alice, Samples.Subject, external, claims);
}
