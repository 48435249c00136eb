using Argus.Authority.Grains;
using Argus.Authority.PersonalData;
using Argus.Authority.SignIn;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Users;

namespace Argus.Authority.Provisioning;

/// <summary>Makes one user be as described. To compare a password takes a slow hash, and to keep another takes one more.</summary>
public sealed class UserProvisioner(Aggregates aggregates, UserPeople people, TenantDirectory directory, Passwords passwords, TimeProvider clock)
{
    // A document may have thousands of users; half of the processors go on serving.
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <returns>The refusal, if the user cannot be so; and the feed number of what was appended, if anything was.</returns>
    /// <exception cref="Log.LogUnavailableException">It is not durable, or not known to be.</exception>
    public async ValueTask<(Refusal? Refusal, long? Feed)> ApplyAsync(TenantId tenant, UserDescription description, Origin origin)
    {
        var known = directory.Find(tenant.Value)?.User(description.Username) ?? UserState.Initial;
        if (known.Erased)
            return (UserDecider.Erased, null);
        var newSubject = SubjectId.From(Guid.CreateVersion7(clock.GetUtcNow()));
        var kept = description.Password is null ? null : await people.PasswordAsync(tenant, known).ConfigureAwait(false);
        var password = await NewPasswordAsync(kept, description.Password).ConfigureAwait(false);
        if (known.Exists && await DescribeAsync(known).ConfigureAwait(false) is { Refusal: null, Events.Count: 0 })
            return (null, null);

        var outcome = await aggregates.Users.ExecuteAsync(
            tenant, UserState.StreamOf(description.Username), DescribeAsync, origin, CancellationToken.None).ConfigureAwait(false);
        return (outcome.Refusal, outcome.Appended?.Feed);

        async ValueTask<Decision<IUserEvent>> DescribeAsync(UserState state)
        {
            if (!state.Exists && password is null && !state.Erased)
                return new Refusal("password_missing", $"{description.Username} is new and has no password");

            // Somebody may have set the same password since, under another salt; to set it once more would say that it changed.
            var isSetMeanwhile = password is not null && state.Password != known.Password
                && passwords.Verify(await people.PasswordAsync(tenant, state).ConfigureAwait(false), description.Password!);
            var user = await people.NamedAsync(tenant, state, description.Username, newSubject).ConfigureAwait(false);
            return UserDecider.Describe(state, user, description.Claims, isSetMeanwhile ? null : password);
        }
    }

    /// <returns>Null if the described password is the one that is kept, or none is described.</returns>
    private async ValueTask<UserPassword?> NewPasswordAsync(UserPassword? kept, string? described)
    {
        if (described is null)
            return null;
        await _hashing.WaitAsync().ConfigureAwait(false);
        try
        {
            return kept is not null && passwords.Verify(kept, described) ? null : passwords.Hash(described);
        }
        finally
        {
            _hashing.Release();
        }
    }
}
