using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;

namespace Argus.Domain.Users;

// Members stand in the order of their names, as canonical JSON has them. What says who somebody is, is sealed under the user's own key (PersonalKey).

/// <summary>What happened to a user.</summary>
public interface IUserEvent : IDomainEvent;

/// <summary>Somebody may sign in from now on.</summary>
/// <param name="Claims">What is known about the user.</param>
/// <param name="External">Who they are at another OpenID Provider, if they sign in there.</param>
/// <param name="Subject">Their <c>sub</c>, theirs alone for good.</param>
/// <param name="Username">Folded.</param>
public sealed record UserRegistered(Kept<UserClaims> Claims, Kept<ExternalIdentity>? External, SubjectId Subject, Kept<Username> Username) : IUserEvent;

/// <summary>All that is known about the user from now on.</summary>
public sealed record UserClaimsChanged(Kept<UserClaims> Claims) : IUserEvent;

/// <summary>The user's only password from now on.</summary>
public sealed record UserPasswordSet(Kept<UserPassword> Password) : IUserEvent;

/// <summary>The user cannot sign in, and what was issued to them is worth nothing meanwhile.</summary>
public sealed record UserDisabled : IUserEvent;

/// <summary>The user is as before.</summary>
public sealed record UserEnabled : IUserEvent;

/// <summary>The user is no more. The name may be registered anew, for another subject.</summary>
public sealed record UserRemoved : IUserEvent;

/// <summary>The user is no more, and nobody will have the name again. With the keys of all who had it, what the log says of them is destroyed.</summary>
/// <param name="Subjects">All who had the name, the user and those removed before.</param>
public sealed record UserErased(NameSet Subjects) : IUserEvent;

/// <summary>Sign-ins that failed at one node in a short while, counted by what was tried (at most 100 kinds an event).</summary>
public sealed record UserSignInsRefused(IReadOnlyList<RefusedSignIns> Refused) : IDomainEvent;

/// <summary>One kind of them.</summary>
/// <param name="Reason">What failed, for the auditor; who tried was not told.</param>
/// <param name="Source">The address it came from: under the user's key, or that of the day.</param>
/// <param name="Subject">The user whose name was given, or null if there is none of that name.</param>
/// <param name="Times">How often.</param>
public sealed record RefusedSignIns(string Reason, Kept<string>? Source, SubjectId? Subject, int Times);

/// <summary>Who somebody is at another OpenID Provider.</summary>
/// <param name="Issuer">The provider's issuer identifier.</param>
/// <param name="Subject">Their <c>sub</c> there.</param>
public sealed record ExternalIdentity(string Issuer, string Subject);

/// <summary>A password as it is kept.</summary>
/// <param name="Hash">In the scheme's own form.</param>
/// <param name="Scheme"><c>identity-v3</c>: salted PBKDF2.</param>
public sealed record UserPassword(string Hash, string Scheme)
{
    public const string Slow = "identity-v3";

    /// <summary>A hash is not for logs either.</summary>
    public override string ToString() => $"UserPassword({Scheme})";
}
