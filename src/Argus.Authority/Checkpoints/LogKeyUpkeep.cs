using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Checkpoints;

/// <summary>
/// Gives keys to the logs of tenants that are older than logs' keys are, one at a time and at leisure, and lets go of opened keys that sign no more.
/// </summary>
public sealed partial class LogKeyUpkeep(LogKeyring keyring, LogSigners signers, FeedFollower views, TimeProvider clock, ILogger<LogKeyUpkeep> logger)
{
    /// <summary>A core makes keys for a quarter of its time.</summary>
    private const int Leisure = 3;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Looks every two seconds until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var begun = clock.GetTimestamp();
                await KeepAsync().ConfigureAwait(false);
                await Task.Delay(Interval + Leisure * clock.GetElapsedTime(begun), clock, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What is being made is no log's yet.
        }
    }

    /// <summary>One look.</summary>
    public async Task KeepAsync()
    {
        signers.Keep((tenant, kid) => views.Directory.Find(tenant.Value)?.LogKeys.Spans.Active?.Key.Kid == kid);
        var lacking = views.Directory.Tenants.Where(tenant => tenant.Keys.Active is not null && tenant.LogKeys.Spans.Active is null).Take(100).ToArray();
        if (lacking.Length == 0)
            return;
        var tenant = lacking[RandomNumberGenerator.GetInt32(lacking.Length)];
        try
        {
            views.ThrowIfTooOldToIssue();
            var origin = new Origin("node:checkpoints", $"checkpoints:{Jti.From(Guid.CreateVersion7(clock.GetUtcNow()))}");
            var feed = await keyring.EnsureAsync(tenant.Id, tenant.State.Policy.KeyBits, origin).ConfigureAwait(false);
            await views.ReachAsync(feed, AuthorityOptions.RingReadBackTime).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogUnavailableException or CustodyException)
        {
            LogLater(logger, tenant.Id.Value, e.Message);
        }
        catch (Exception e)
        {
            // A defect with one tenant's key. The others' logs must get theirs.
            LogBroken(logger, e, tenant.Id.Value);
        }
    }

    [LoggerMessage(EventId = 168, Level = LogLevel.Warning, Message = "The log of {Tenant} gets its key later: {Why}")]
    private static partial void LogLater(ILogger logger, string tenant, string why);

    [LoggerMessage(EventId = 169, Level = LogLevel.Critical, Message = "The log of {Tenant} cannot be given a key, and it will be tried again")]
    private static partial void LogBroken(ILogger logger, Exception why, string tenant);
}
