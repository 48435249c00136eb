using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;

namespace Argus.Domain.Users;

/// <summary>
/// A user, folded from the stream of their name. Who was removed, or erased, does not exist. What is personal stays sealed until somebody opens it
/// (<see cref="UserPerson"/>).
/// </summary>
public sealed record UserState
{
    /// <summary>What the names of users' streams begin with.</summary>
    public const string StreamPrefix = "user:";

    public static UserState Initial { get; } = new();

    public bool Exists { get; private init; }

    public bool Enabled { get; private init; }

    public SubjectId Subject { get; private init; }

    /// <summary>Whether whoever had the name was erased: nobody will have it again.</summary>
    public bool Erased { get; private init; }

    /// <summary>Those who had the name before and were removed, or all whose keys an erasure destroyed.</summary>
    public NameSet Former { get; private init; } = NameSet.Empty;

    /// <summary>Null for nobody.</summary>
    public Kept<Username>? Username { get; private init; }

    /// <summary>Null for nobody.</summary>
    public Kept<UserClaims>? Claims { get; private init; }

    /// <summary>Null for a user who signs in elsewhere.</summary>
    public Kept<UserPassword>? Password { get; private init; }

    public Kept<ExternalIdentity>? External { get; private init; }

    /// <summary>One stream for each name, so that a name has one user; named by a digest, so that the name of a stream tells nobody's.</summary>
    public static string StreamOf(Username username) => StreamPrefix + TextDigest.Of(username.Value);

    public static UserState Evolve(UserState state, IUserEvent @event) => @event switch
    {
        UserRegistered registered => new UserState
        {
            Former = state.Former,
            Exists = true,
            Enabled = true,
            Subject = registered.Subject,
            Username = registered.Username,
            Claims = registered.Claims,
            External = registered.External,
        },
        UserClaimsChanged changed => state with { Claims = changed.Claims },
        UserPasswordSet set => state with { Password = set.Password },
        UserDisabled => state with { Enabled = false },
        UserEnabled => state with { Enabled = true },
        UserRemoved => new UserState { Former = Everybody(state) },
        UserErased erased => new UserState { Erased = true, Former = erased.Subjects },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a user."),
    };

    /// <summary>All who had the name so far.</summary>
    internal static NameSet Everybody(UserState state) => state.Exists ? NameSet.Of([.. state.Former, state.Subject.Value]) : state.Former;

    /// <summary>Who somebody is, is not for log lines.</summary>
    public override string ToString() => $"UserState({Subject})";
}
