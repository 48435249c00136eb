using Argus.Domain.Users;

namespace Argus.Server.Admin.Users;

/// <summary>A user, in the terms of the provisioning document. The password is never shown.</summary>
/// <param name="Username">Their name for signing in, in lower case; null if the key that it is sealed under is lost.</param>
/// <param name="Subject">Their <c>sub</c>.</param>
/// <param name="Enabled">Whether they may sign in.</param>
/// <param name="Claims">What is known about them; null likewise.</param>
/// <param name="HasPassword">Whether they sign in with a password here.</param>
/// <param name="External">Who they are at another provider; null if they sign in here.</param>
internal sealed record UserResource(
    string? Username, string Subject, bool Enabled, IReadOnlyDictionary<string, ClaimValue>? Claims, bool HasPassword, ExternalIdentity? External)
{
    public static UserResource Of(UserState state, UserPerson? person) => new(
        person?.Username.Value,
        state.Subject.Value,
        state.Enabled,
        person is null ? null : new SortedDictionary<string, ClaimValue>(person.Claims.ToDictionary(), StringComparer.Ordinal),
        state.Password is not null,
        person?.External);
}

/// <summary>What a user is to be, as in the provisioning document. What is left out is left alone.</summary>
/// <param name="Username">The name that the path has, or nothing.</param>
/// <param name="Password">1 to 1024 characters; a new user needs one.</param>
/// <param name="Claims">All that is to be known about them.</param>
internal sealed record DescribedUser(string? Username, string? Password, IReadOnlyDictionary<string, ClaimValue>? Claims)
{
    /// <summary>A password is not for logs.</summary>
    public override string ToString() => "DescribedUser";
}
