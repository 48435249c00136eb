using Argus.Authority;
using Argus.Authority.Views;
using Argus.Log;

namespace Argus.Server.Hosting;

/// <summary>What keeps the node from serving, and a word on it for the operator.</summary>
internal sealed record ReadinessFault(string Check, string Detail);

/// <summary>Whether the node can do its work: append, sign for every tenant, and see the log's end.</summary>
internal sealed class Readiness(
    IEventLog log, TenantDirectory directory, FeedFollower views, CustodyProof custody, AuthorityOptions options, TimeProvider clock)
{
    private static readonly TimeSpan LongestFresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    // Ready says that introspection answers too, whose own bound may be the tighter one.
    private readonly TimeSpan _freshEnough = options.MaxStaleness < LongestFresh ? options.MaxStaleness : LongestFresh;
    private readonly Lock _gate = new();
    private Task<IReadOnlyList<ReadinessFault>> _checked = Task.FromResult<IReadOnlyList<ReadinessFault>>([new("log", "not checked yet")]);
    private long _checkedAt = -1;

    /// <returns>Nothing, when the node is ready.</returns>
    public async Task<IReadOnlyList<ReadinessFault>> CheckAsync()
    {
        var faults = new List<ReadinessFault>(await RecentlyCheckedAsync().ConfigureAwait(false));
        if (views.Stuck is { } stuck)
            faults.Add(new("views", stuck));
        else if (views.Age > _freshEnough)
            faults.Add(new("views", "The node's view of the log is not fresh."));
        var keyless = directory.Tenants.Where(tenant => tenant.State.Enabled && tenant.Keys.Active is null).Select(tenant => tenant.Id.Value).Take(10).ToArray();
        if (keyless.Length > 0)
            faults.Add(new("signing_keys", $"No active signing key: {string.Join(", ", keyless)}."));
        return faults;
    }

    /// <summary>One check at a time, kept for a moment: whoever asks for readiness cannot load the database or the custody provider with it.</summary>
    private Task<IReadOnlyList<ReadinessFault>> RecentlyCheckedAsync()
    {
        lock (_gate)
        {
            if (_checked.IsCompleted && (_checkedAt < 0 || clock.GetElapsedTime(_checkedAt) > KeptFor))
            {
                _checkedAt = clock.GetTimestamp();
                _checked = CheckOthersAsync();
            }

            return _checked;
        }
    }

    private async Task<IReadOnlyList<ReadinessFault>> CheckOthersAsync()
    {
        var faults = new List<ReadinessFault>();
        try
        {
            await log.CheckAppendableAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (LogUnavailableException e)
        {
            faults.Add(new("log", e.Message));
        }

        faults.AddRange(await custody.CheckAsync().ConfigureAwait(false));
        return faults;
    }
}
