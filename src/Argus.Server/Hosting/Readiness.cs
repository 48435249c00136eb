using Argus.Authority;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Log;

namespace Argus.Server.Hosting;

/// <summary>What keeps the node from serving, and a word on it for the operator.</summary>
internal sealed record ReadinessFault(string Check, string Detail);

/// <summary>Whether the node can do its work: append, sign for every tenant, and see the log's end.</summary>
internal sealed class Readiness(
    IEventLog log, TenantDirectory directory, FeedFollower views, SigningKeys keys, Issuers issuers, AuthorityOptions options, TimeProvider clock)
{
    private static readonly TimeSpan LongestFresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    // Ready says that introspection answers too, whose own bound may be the tighter one.
    private readonly TimeSpan _freshEnough = options.MaxStaleness < LongestFresh ? options.MaxStaleness : LongestFresh;
    private readonly Lock _gate = new();
    private Task<string?> _appendable = Task.FromResult<string?>("not checked yet");
    private long _checkedAt = -1;

    /// <returns>Nothing, when the node is ready.</returns>
    public async Task<IReadOnlyList<ReadinessFault>> CheckAsync()
    {
        var faults = new List<ReadinessFault>();
        if (await AppendableAsync().ConfigureAwait(false) is { } unappendable)
            faults.Add(new("log", unappendable));
        if (views.Stuck is { } stuck)
            faults.Add(new("views", stuck));
        else if (views.Age > _freshEnough)
            faults.Add(new("views", "The node's view of the log is not fresh."));
        var keyless = directory.Tenants.Where(tenant => tenant.State.Enabled && tenant.Keys.Active is null).Select(tenant => tenant.Id.Value).Take(10).ToArray();
        if (keyless.Length > 0)
            faults.Add(new("signing_keys", $"No active signing key: {string.Join(", ", keyless)}."));
        else if (await CustodyFaultAsync().ConfigureAwait(false) is { } custody)
            faults.Add(new("key_custody", custody));
        return faults;
    }

    /// <summary>Whether the custody provider gives its keys out, shown by the one that every deployment has.</summary>
    private async Task<string?> CustodyFaultAsync()
    {
        try
        {
            if (directory.Find(issuers.DefaultTenant.Value) is { Keys.Active: { } active } tenant)
                await keys.GetAsync(tenant.Id, active.Kid).ConfigureAwait(false);
            return null;
        }
        catch (LogUnavailableException e)
        {
            return e.Message;
        }
    }

    /// <summary>One check at a time, kept for a moment: whoever asks for readiness cannot load the database with it.</summary>
    private Task<string?> AppendableAsync()
    {
        lock (_gate)
        {
            if (_appendable.IsCompleted && (_checkedAt < 0 || clock.GetElapsedTime(_checkedAt) > KeptFor))
            {
                _checkedAt = clock.GetTimestamp();
                _appendable = CheckAppendableAsync();
            }

            return _appendable;
        }
    }

    private async Task<string?> CheckAppendableAsync()
    {
        try
        {
            await log.CheckAppendableAsync(CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (LogUnavailableException e)
        {
            return e.Message;
        }
    }
}
