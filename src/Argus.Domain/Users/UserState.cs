using Argus.Domain.Kernel;

namespace Argus.Domain.Users;

/// <summary>A user, folded from the stream of their name. Who was removed does not exist.</summary>
public sealed record UserState
{
    /// <summary>What the names of users' streams begin with.</summary>
    public const string StreamPrefix = "user:";

    public static UserState Initial { get; } = new();

    public bool Exists { get; private init; }

    public bool Enabled { get; private init; }

    public SubjectId Subject { get; private init; }

    public Username Username { get; private init; }

    public UserClaims Claims { get; private init; } = UserClaims.None;

    /// <summary>Null for a user who signs in elsewhere.</summary>
    public UserPassword? Password { get; private init; }

    public ExternalIdentity? External { get; private init; }

    /// <summary>One stream for each name, so that a name has one user; named by a digest, so that the name of a stream tells nobody's.</summary>
    public static string StreamOf(Username username) => StreamPrefix + TextDigest.Of(username.Value);

    public static UserState Evolve(UserState state, IUserEvent @event) => @event switch
    {
        UserRegistered registered => new UserState
        {
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
        UserRemoved => Initial,
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a user."),
    };

    /// <summary>Who somebody is, is not for log lines.</summary>
    public override string ToString() => $"UserState({Subject})";
}
