using Argus.Authority.Grains;
using Argus.Authority.PersonalData;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.Log;

namespace Argus.Authority.SignIn;

/// <summary>Finds the user that a host application names, and registers who is new there.</summary>
public sealed class HandoffUsers(Aggregates aggregates, UserPeople people, FeedFollower views, TimeProvider clock)
{
    /// <summary>What stands for the host application where another provider's issuer stands. It is one for a tenant, whatever its address.</summary>
    private const string Host = "urn:argus:handoff";

    /// <param name="tenant">Whose user.</param>
    /// <param name="username">Their name.</param>
    /// <param name="claims">All that is known about them; with it, who is not there yet is registered. Null leaves it alone.</param>
    /// <param name="origin">Of the request.</param>
    /// <returns>The user; or why they cannot sign in.</returns>
    /// <exception cref="LogUnavailableException">It is not durable, or does not show in this node's view yet.</exception>
    public async ValueTask<(UserState? User, Refusal? Refusal)> FindAsync(TenantView tenant, Username username, UserClaims? claims, Origin origin)
    {
        var newSubject = SubjectId.From(Guid.CreateVersion7(clock.GetUtcNow()));
        if (claims is not null)
        {
            var outcome = await aggregates.Users.ExecuteAsync(
                tenant.Id, UserState.StreamOf(username), DescribeAsync, origin, CancellationToken.None).ConfigureAwait(false);
            if (outcome.Refusal is { } refusal)
                return (null, refusal);
            await views.ReachAsync(outcome.Feed).ConfigureAwait(false);
        }

        return Usable(tenant.User(username));

        async ValueTask<Decision<IUserEvent>> DescribeAsync(UserState state) =>
            Describe(state, await people.NamedAsync(tenant.Id, state, username, newSubject).ConfigureAwait(false), claims!);
    }

    /// <param name="tenant">Whose user.</param>
    /// <param name="subject">Their <c>sub</c>.</param>
    public static (UserState? User, Refusal? Refusal) Find(TenantView tenant, SubjectId subject) => Usable(tenant.Subject(subject) ?? UserState.Initial);

    private static (UserState?, Refusal?) Usable(UserState user) =>
        !user.Exists ? (null, new Refusal("user_unknown", "There is no such user, and no claims to register one with"))
        : !user.Enabled ? (null, new Refusal("user_disabled", "The user is disabled"))
        : (user, null);

    private static Decision<IUserEvent> Describe(UserState state, NamedUser user, UserClaims claims) => state.Exists
        ? UserDecider.Describe(state, user, claims, password: null)
        : UserDecider.RegisterExternal(state, user, new ExternalIdentity(Host, user.Name.Value), claims);
}
