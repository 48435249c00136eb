using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Domain.Users;
using Argus.Log;

namespace Argus.Authority.PersonalData;

/// <summary>
/// Erases users: first the log says so, which ends them like a removal at every node, then their keys are destroyed. Should it end between the two, the
/// <see cref="PersonalKeySweeper"/> goes on where it stopped.
/// </summary>
public sealed class UserEraser(Aggregates aggregates, IPersonalKeyStore store, FeedFollower views)
{
    /// <returns>Why nobody was erased; null if they are, now or for long.</returns>
    /// <exception cref="LogUnavailableException">It is not durable, or the keys are not destroyed yet, or it does not show in this node's view.</exception>
    public async ValueTask<Refusal?> EraseAsync(TenantView tenant, Username name, Origin origin)
    {
        var stream = UserState.StreamOf(name);
        var outcome = await aggregates.Users.ExecuteAsync(tenant.Id, stream, UserDecider.Erase, origin, CancellationToken.None).ConfigureAwait(false);
        if (outcome.Refusal is not null)
            return outcome.Refusal;

        var erased = await aggregates.Users.ReadAsync(tenant.Id, stream).ConfigureAwait(false);
        await store.DeleteAsync(tenant.Id, [.. erased.Former.Select(PersonalKey.OfSubject)], CancellationToken.None).ConfigureAwait(false);
        await views.ReachAsync(outcome.Feed).ConfigureAwait(false);
        return null;
    }
}
