using Argus.Domain.Kernel;

namespace Argus.Domain.Users;

/// <summary>What may happen to a user.</summary>
public static class UserDecider
{
    /// <summary>Makes the user be as described.</summary>
    /// <param name="state">The user, or who had the name before.</param>
    /// <param name="username">The name whose stream it is.</param>
    /// <param name="newSubject">Who they are if they are new; used never before.</param>
    /// <param name="claims">All that is to be known about them; null leaves it alone.</param>
    /// <param name="password">Replaces the one before; null leaves it alone.</param>
    public static Decision<IUserEvent> Describe(UserState state, Username username, SubjectId newSubject, UserClaims? claims, UserPassword? password)
    {
        if (!state.Exists && password is null)
            return new Refusal("password_missing", $"{username} is new and has no password");
        if (state.External is not null && password is not null)
            return new Refusal("user_external", $"{username} signs in at another provider and has no password here");

        var events = new List<IUserEvent>();
        if (!state.Exists)
            events.Add(new UserRegistered(claims ?? UserClaims.None, null, newSubject, username));
        else if (claims is not null && !claims.Equals(state.Claims))
            events.Add(new UserClaimsChanged(claims));
        if (password is not null && state.Password != password)
            events.Add(new UserPasswordSet(password));
        return events.ToArray();
    }

    /// <summary>Registers who signed in at another provider, or takes over what it now says about them.</summary>
    /// <param name="external">Who they are there.</param>
    /// <inheritdoc cref="Describe"/>
    public static Decision<IUserEvent> RegisterExternal(
        UserState state, Username username, SubjectId newSubject, ExternalIdentity external, UserClaims? claims)
    {
        if (!state.Exists)
            return new IUserEvent[] { new UserRegistered(claims ?? UserClaims.None, external, newSubject, username) };
        if (state.External != external)
            return new Refusal("username_taken", $"{username} is somebody else");
        return claims is not null && !claims.Equals(state.Claims) ? new IUserEvent[] { new UserClaimsChanged(claims) } : [];
    }

    public static Decision<IUserEvent> Disable(UserState state) =>
        !state.Exists ? Unknown : state.Enabled ? new IUserEvent[] { new UserDisabled() } : [];

    public static Decision<IUserEvent> Enable(UserState state) =>
        !state.Exists ? Unknown : state.Enabled ? [] : new IUserEvent[] { new UserEnabled() };

    public static Decision<IUserEvent> Remove(UserState state) => state.Exists ? new IUserEvent[] { new UserRemoved() } : Unknown;

    private static Refusal Unknown => new("user_unknown", "There is no such user");
}
