using Argus.Domain.PersonalData;

namespace Argus.Domain.Users;

/// <summary>Who a user is, opened.</summary>
/// <param name="Username">Their name, folded.</param>
/// <param name="Claims">What is known about them.</param>
/// <param name="External">Who they are at another provider, if they sign in there.</param>
public sealed record UserPerson(Username Username, UserClaims Claims, ExternalIdentity? External)
{
    internal const string UsernameMember = "username";
    internal const string ClaimsMember = "claims";
    internal const string ExternalMember = "external";
    internal const string PasswordMember = "password";

    /// <param name="state">A user who exists.</param>
    /// <param name="seal">Under their key.</param>
    /// <exception cref="PersonalDataLostException"/>
    public static UserPerson Open(UserState state, IPersonalSeal seal) => new(
        seal.Open(UsernameMember, state.Username!),
        seal.Open(ClaimsMember, state.Claims!),
        state.External is { } external ? seal.Open(ExternalMember, external) : null);

    /// <summary>The name alone.</summary>
    /// <inheritdoc cref="Open"/>
    public static Username OpenName(UserState state, IPersonalSeal seal) => seal.Open(UsernameMember, state.Username!);

    /// <returns>Null for a user who signs in elsewhere.</returns>
    /// <inheritdoc cref="Open"/>
    public static UserPassword? OpenPassword(UserState state, IPersonalSeal seal) => state.Password is { } kept ? seal.Open(PasswordMember, kept) : null;

    /// <summary>Who somebody is, is not for log lines.</summary>
    public override string ToString() => "UserPerson";
}
