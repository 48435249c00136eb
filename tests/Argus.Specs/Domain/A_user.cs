using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
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
    private static readonly IUserEvent[] Registered = [Registration(Claims), Set(Password)];
    private static readonly IUserEvent[] FromThere = [Registration(Claims, There)];

    [Fact]
    public void that_is_new_is_registered_with_a_subject_and_a_password()
    {
        Describe(Given(), Claims, Password).Gives(Registered);
        Describe(Given(), null, Password).Gives(Registration(UserClaims.None), Set(Password));
    }

    [Fact]
    public void that_is_new_needs_a_password() => Describe(Given(), Claims, null).IsRefused("password_missing");

    [Fact]
    public void that_is_described_as_it_is_stays_as_it_is()
    {
        Describe(Given(Registered), Samples.Claims("Alice"), Password with { }).Gives();
        Describe(Given(Registered), null, null).Gives();
        UserDecider.Describe(Given(Registered), Alice, Claims, Password).Gives();
    }

    [Fact]
    public void changes_in_what_differs()
    {
        Describe(Given(Registered), Others, null).Gives(Changed(Others));
        Describe(Given(Registered), null, NewPassword).Gives(Set(NewPassword));
        Describe(Given(Registered), Others, NewPassword).Gives(Changed(Others), Set(NewPassword));
        Describe(Given([.. Registered, Changed(Others), Set(NewPassword)]), Others, NewPassword).Gives();
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
        var state = Given([.. Registered, new UserDisabled(), Changed(Others), Set(NewPassword)]);

        Assert.Equal((true, false, Samples.Subject), (state.Exists, state.Enabled, state.Subject));
        Assert.Equal(new UserPerson(Samples.Alice, Others, null), UserPerson.Open(state, SpecSeal.Alice));
        Assert.Equal(NewPassword, UserPerson.OpenPassword(state, SpecSeal.Alice));
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
        IUserEvent[] again = [Samples.Registered(Another, Samples.Alice), new UserPasswordSet(AnotherSeal.Keep(UserPerson.PasswordMember, NewPassword))];

        UserDecider.Describe(Given([.. Registered, new UserRemoved()]), new NamedUser(Samples.Alice, Another, AnotherSeal), null, NewPassword).Gives(again);
        Describe(Given([.. Registered, new UserRemoved()]), Claims, null).IsRefused("password_missing");

        var state = Given([.. Registered, new UserDisabled(), new UserRemoved(), .. again]);
        Assert.Equal((true, Another, UserClaims.None), (state.Enabled, state.Subject, UserPerson.Open(state, AnotherSeal).Claims));
        Assert.Equal(NewPassword, UserPerson.OpenPassword(state, AnotherSeal));
    }

    [Fact]
    public void that_does_not_exist_can_be_neither_disabled_nor_enabled_nor_removed()
    {
        UserDecider.Disable(Given()).IsRefused("user_unknown");
        UserDecider.Enable(Given()).IsRefused("user_unknown");
        UserDecider.Remove(Given()).IsRefused("user_unknown");
        UserDecider.Erase(Given()).IsRefused("user_unknown");
    }

    [Fact]
    public void is_erased_once_and_with_it_all_who_had_the_name_before()
    {
        UserDecider.Erase(Given(Registered)).Gives(Erased(Samples.Subject));
        UserDecider.Erase(Given([.. Registered, new UserRemoved()])).Gives(Erased(Samples.Subject));
        UserDecider.Erase(Given([.. Registered, new UserRemoved(), Samples.Registered(Another, Samples.Alice)])).Gives(Erased(Samples.Subject, Another));
        UserDecider.Erase(Given([.. Registered, Erased(Samples.Subject)])).Gives();
    }

    [Fact]
    public void that_was_erased_leaves_its_name_to_nobody()
    {
        var state = Given([.. Registered, Erased(Samples.Subject)]);

        Describe(state, Claims, Password).IsRefused("user_erased");
        Register(state, There, Claims).IsRefused("user_erased");
        UserDecider.Enable(state).IsRefused("user_unknown");
        UserDecider.Remove(state).IsRefused("user_unknown");
        Assert.Equal((false, true, false), (state.Exists, state.Erased, state.Enabled));
        Assert.Equal((null, null, null), (state.Username, state.Claims, state.Password));
    }

    [Fact]
    public void of_an_old_log_is_read_in_clear_and_sealed_with_its_next_change()
    {
        var state = Given(new UserRegistered(new(null, Claims), null, Samples.Subject, new(null, Samples.Alice)), new UserPasswordSet(new(null, Password)));

        Assert.Equal(new UserPerson(Samples.Alice, Claims, null), UserPerson.Open(state, SpecSeal.Alice));
        Describe(state, Claims, Password).Gives();
        Describe(state, Others, null).Gives(Changed(Others));
    }

    [Fact]
    public void whose_key_is_another_cannot_be_opened()
    {
        Assert.Throws<PersonalDataLostException>(() => UserPerson.Open(Given(Registered), AnotherSeal));
        Assert.Throws<PersonalDataLostException>(() => UserDecider.Describe(Given(Registered), Alice with { Seal = AnotherSeal }, Others, null));
    }

    [Fact]
    public void from_another_provider_is_registered_once_and_brought_up_to_date()
    {
        Register(Given(), There, Claims).Gives(FromThere);
        Register(Given(FromThere), There with { }, Samples.Claims("Alice")).Gives();
        Register(Given(FromThere), There, null).Gives();
        Register(Given(FromThere), There, Others).Gives(Changed(Others));
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
        Describe(Given(FromThere), Others, null).Gives(Changed(Others));
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
        UserDecider.Describe(state, Alice, claims, password);

    private static Decision<IUserEvent> Register(UserState state, ExternalIdentity external, UserClaims? claims) =>
        UserDecider.RegisterExternal(state, Alice, external, claims);

    private static UserRegistered Registration(UserClaims claims, ExternalIdentity? external = null) =>
        Samples.Registered(Samples.Subject, Samples.Alice, external) with { Claims = SpecSeal.Alice.Keep(UserPerson.ClaimsMember, claims) };

    private static UserClaimsChanged Changed(UserClaims claims) => new(SpecSeal.Alice.Keep(UserPerson.ClaimsMember, claims));

    private static UserPasswordSet Set(UserPassword password) => new(SpecSeal.Alice.Keep(UserPerson.PasswordMember, password));

    private static UserErased Erased(params IEnumerable<SubjectId> subjects) => new(NameSet.Of(subjects.Select(subject => subject.Value)));

    private static NamedUser Alice => new(Samples.Alice, Samples.Subject, SpecSeal.Alice);

    private static SpecSeal AnotherSeal => new(PersonalKey.Of(Another));
}
