using Argus.Authority.Grains;
using Argus.Authority.SignIn;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Users;

namespace Argus.Authority.Provisioning;

/// <summary>Makes one user be as described. To compare a password takes a slow hash, and to keep another takes one more.</summary>
public sealed class UserProvisioner(Aggregates aggregates, TenantDirectory directory, Passwords passwords, TimeProvider clock)
{
    // A document may have thousands of users; half of the processors go on serving.
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <returns>The refusal, if the user cannot be so; and the feed number of what was appended, if anything was.</returns>
    /// <exception cref="Log.LogUnavailableException">It is not durable, or not known to be.</exception>
    public async ValueTask<(Refusal? Refusal, long? Feed)> ApplyAsync(TenantId tenant, UserDescription description, Origin origin)
    {
        var known = directory.Find(tenant.Value)?.User(description.Username) ?? UserState.Initial;
        var password = await NewPasswordAsync(known.Password, description.Password).ConfigureAwait(false);
        if (Describe(known) is { Refusal: null, Events.Count: 0 })
            return (null, null);

        var outcome = await aggregates.Users.ExecuteAsync(
            tenant, UserState.StreamOf(description.Username), Describe, origin, CancellationToken.None).ConfigureAwait(false);
        return (outcome.Refusal, outcome.Appended?.Feed);

        Decision<IUserEvent> Describe(UserState state)
        {
            // Somebody may have set the same password since, under another salt; to set it once more would say that it changed.
            var isSetMeanwhile = password is not null && state.Password != known.Password && passwords.Verify(state.Password, description.Password!);
            return UserDecider.Describe(state, description.Username, NewSubject(), description.Claims, isSetMeanwhile ? null : password);
        }
    }

    private SubjectId NewSubject() => SubjectId.From(Guid.CreateVersion7(clock.GetUtcNow()));

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
