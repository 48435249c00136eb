using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;

namespace Argus.Domain.Users;

/// <summary>What may happen to a user.</summary>
public static class UserDecider
{
    /// <summary>Makes the user be as described.</summary>
    /// <param name="state">The user, or who had the name before.</param>
    /// <param name="user">The name whose stream it is, and the seal of who has it or is to have it.</param>
    /// <param name="claims">All that is to be known about them; null leaves it alone.</param>
    /// <param name="password">Replaces the one before; null leaves it alone.</param>
    /// <exception cref="PersonalDataLostException">What is known cannot be opened.</exception>
    public static Decision<IUserEvent> Describe(UserState state, NamedUser user, UserClaims? claims, UserPassword? password)
    {
        if (state.Erased)
            return Erased;
        if (!state.Exists && password is null)
            return new Refusal("password_missing", $"{user.Name} is new and has no password");
        if (state.External is not null && password is not null)
            return new Refusal("user_external", $"{user.Name} signs in at another provider and has no password here");

        var events = new List<IUserEvent>();
        if (!state.Exists)
            events.Add(Register(user, claims, external: null));
        else if (claims is not null && !claims.Equals(user.Seal.Open(UserPerson.ClaimsMember, state.Claims!)))
            events.Add(new UserClaimsChanged(user.Seal.Keep(UserPerson.ClaimsMember, claims)));
        if (password is not null && (state.Password is null || user.Seal.Open(UserPerson.PasswordMember, state.Password) != password))
            events.Add(new UserPasswordSet(user.Seal.Keep(UserPerson.PasswordMember, password)));
        return events.ToArray();
    }

    /// <summary>Registers who signed in at another provider, or takes over what it now says about them.</summary>
    /// <param name="external">Who they are there.</param>
    /// <inheritdoc cref="Describe"/>
    public static Decision<IUserEvent> RegisterExternal(UserState state, NamedUser user, ExternalIdentity external, UserClaims? claims)
    {
        if (state.Erased)
            return Erased;
        if (!state.Exists)
            return new IUserEvent[] { Register(user, claims, external) };
        if (state.External is null || user.Seal.Open(UserPerson.ExternalMember, state.External) != external)
            return new Refusal("username_taken", $"{user.Name} is somebody else");
        return claims is not null && !claims.Equals(user.Seal.Open(UserPerson.ClaimsMember, state.Claims!))
            ? new IUserEvent[] { new UserClaimsChanged(user.Seal.Keep(UserPerson.ClaimsMember, claims)) }
            : [];
    }

    public static Decision<IUserEvent> Disable(UserState state) =>
        !state.Exists ? Unknown : state.Enabled ? new IUserEvent[] { new UserDisabled() } : [];

    public static Decision<IUserEvent> Enable(UserState state) =>
        !state.Exists ? Unknown : state.Enabled ? [] : new IUserEvent[] { new UserEnabled() };

    public static Decision<IUserEvent> Remove(UserState state) => state.Exists ? new IUserEvent[] { new UserRemoved() } : Unknown;

    /// <summary>
    /// Ends the user for good, and with them whoever had the name before. Who was removed can still be erased: what the log says of them is there.
    /// </summary>
    public static Decision<IUserEvent> Erase(UserState state) =>
        state.Erased ? Array.Empty<IUserEvent>() : UserState.Everybody(state) is { Count: > 0 } everybody ? new IUserEvent[] { new UserErased(everybody) } : Unknown;

    /// <summary>Nobody gets the name of a user who was erased.</summary>
    public static Refusal Erased => new("user_erased", "The user of this name was erased; the name is not given again");

    private static UserRegistered Register(NamedUser user, UserClaims? claims, ExternalIdentity? external) => new(
        user.Seal.Keep(UserPerson.ClaimsMember, claims ?? UserClaims.None),
        external is null ? null : user.Seal.Keep(UserPerson.ExternalMember, external),
        user.Subject,
        user.Seal.Keep(UserPerson.UsernameMember, user.Name));

    private static Refusal Unknown => new("user_unknown", "There is no such user");
}

/// <summary>Who a command on a user is about.</summary>
/// <param name="Name">Whose stream it is.</param>
/// <param name="Subject">Who has the name; or is to have it, and is used never before.</param>
/// <param name="Seal">Under the key of that subject.</param>
public sealed record NamedUser(Username Name, SubjectId Subject, IPersonalSeal Seal);
