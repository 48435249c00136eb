using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.PersonalData;

/// <summary>
/// Destroys the keys whose time is over, and those of erased users that a crash left; wraps the tenants' keys anew when the key-encryption key is another one.
/// </summary>
public sealed partial class PersonalKeySweeper(
    IPersonalKeyStore store, TenantKeys tenantKeys, FeedFollower views, TimeProvider clock, ILogger<PersonalKeySweeper> logger)
{
    private const int MostAtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>How often everything is looked at, and not only what is new.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(10);

    private readonly Dictionary<TenantId, int> _swept = [];
    private long? _lookedAt;
    private string? _wrappingKey;

    /// <summary>Sweeps until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Rounds.NowAndEveryAsync(Interval, clock, TryAsync, cancellation);

    /// <summary>One round.</summary>
    /// <exception cref="LogUnavailableException"/>
    /// <exception cref="CustodyException"/>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var isWhole = _lookedAt is not { } at || clock.GetElapsedTime(at) >= LookInterval;
        if (isWhole)
            _swept.Clear();
        foreach (var tenant in views.Directory.Tenants)
            await FinishErasuresAsync(tenant, cancellation).ConfigureAwait(false);
        if (isWhole)
            await EndDaysAsync(cancellation).ConfigureAwait(false);
        await RewrapAsync(isWhole, cancellation).ConfigureAwait(false);
        if (isWhole)
            _lookedAt = clock.GetTimestamp();
    }

    private async Task RewrapAsync(bool isWhole, CancellationToken cancellation)
    {
        var wrappingKey = await tenantKeys.WrappingKeyAsync(cancellation).ConfigureAwait(false);
        if (!isWhole && wrappingKey == _wrappingKey)
            return;
        var (all, rewrapped) = await tenantKeys.RewrapAsync(cancellation).ConfigureAwait(false);
        if (wrappingKey is not null && (rewrapped > 0 || wrappingKey != _wrappingKey))
            LogWrapped(logger, all, wrappingKey, rewrapped);
        _wrappingKey = wrappingKey;
    }

    private async Task FinishErasuresAsync(TenantView tenant, CancellationToken cancellation)
    {
        var swept = _swept.GetValueOrDefault(tenant.Id);
        foreach (var subjects in tenant.Erased.Skip(swept).Chunk(MostAtOnce))
        {
            var left = await store.DeleteAsync(tenant.Id, [.. subjects.Select(PersonalKey.OfSubject)], cancellation).ConfigureAwait(false);
            if (left > 0)
                LogFinished(logger, left, tenant.Id);
            _swept[tenant.Id] = swept += subjects.Length;
        }
    }

    private async Task EndDaysAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        foreach (var days in (await store.ReadAsync(PersonalKey.DayPrefix, cancellation).ConfigureAwait(false)).GroupBy(key => key.Tenant, key => key.Key.Name))
        {
            // Of a tenant that the view does not know, nobody knows how long it keeps them.
            if (views.Directory.Find(days.Key.Value)?.State.Policy is { } policy
                && days.Where(day => PersonalKey.IsOver(day, policy.ContextRetention, now)).ToArray() is { Length: > 0 } over)
                await store.DeleteAsync(days.Key, over, cancellation).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await SweepAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogUnavailableException or CustodyException)
        {
            LogWaiting(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // A defect. Requests do not depend on the sweep; keys that are to be destroyed must not stay in silence.
            LogBroken(logger, e);
        }
    }

    [LoggerMessage(EventId = 154, Level = LogLevel.Warning, Message = "Destroyed {Count} keys of erased users of tenant {Tenant} that an erasure had left")]
    private static partial void LogFinished(ILogger logger, int count, TenantId tenant);

    [LoggerMessage(EventId = 153, Level = LogLevel.Information, Message =
        "All {Count} tenants' keys of personal data are wrapped by the key-encryption key {WrappingKey}; this node has just wrapped {Rewrapped} of them anew")]
    private static partial void LogWrapped(ILogger logger, int count, string wrappingKey, int rewrapped);

    [LoggerMessage(EventId = 155, Level = LogLevel.Warning, Message = "Keys of personal data will be looked after later: {Why}")]
    private static partial void LogWaiting(ILogger logger, string why);

    [LoggerMessage(EventId = 152, Level = LogLevel.Critical, Message = "Keys of personal data cannot be looked after, and will be tried again")]
    private static partial void LogBroken(ILogger logger, Exception why);
}
