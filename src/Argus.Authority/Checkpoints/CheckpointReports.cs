using System.Globalization;
using Argus.Authority.Grains;
using Argus.Domain.Audit;
using Argus.Domain.Kernel;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Checkpoints;

/// <summary>Tells of checkpoints that were signed, and of heads that were not: to the operator, to the alarms, and to the log itself.</summary>
public sealed partial class CheckpointReports(
    Aggregates aggregates, CheckpointMeter meter, IWitnessing witnesses, TimeProvider clock, ILogger<CheckpointReports> logger)
{
    private const string Actor = "node:checkpoints";

    /// <param name="tenant">Whose log.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="before">Why the head was not signed the last time, if it was not.</param>
    internal async ValueTask TellAsync(TenantId tenant, CheckpointOutcome outcome, CheckpointOutcome.Refused? before)
    {
        switch (outcome)
        {
            case CheckpointOutcome.Fresh signed:
                meter.Made();
                LogSigned(logger, tenant.Value, signed.Latest.Stored.Size);
                witnesses.Show(tenant, signed.Latest);
                break;
            case CheckpointOutcome.Refused refused:
                meter.Refused(refused.Reason);
                if (before?.Reason != refused.Reason || before.Since != refused.Since)
                    await RefusedAsync(tenant, refused).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>The stream's name is made of what it is about: however often it is refused, by however many nodes, it stands in the log once.</summary>
    private async ValueTask RefusedAsync(TenantId tenant, CheckpointOutcome.Refused refused)
    {
        LogRefused(logger, tenant.Value, refused.Size, refused.Reason, refused.Detail);
        var stream = string.Create(CultureInfo.InvariantCulture, $"checkpoint-refusal:{refused.Reason}:{refused.Since ?? 0}");
        var @event = new CheckpointRefused(refused.Since, refused.Detail, refused.Reason, refused.Size);
        try
        {
            await aggregates.RecordAsync(tenant, stream, @event, new Origin(Actor, $"checkpoints:{Jti.From(Guid.CreateVersion7(clock.GetUtcNow()))}")).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogUnavailableException or InvalidDataException)
        {
            // A log that was changed by hand may take no entry any more. The alarm above does not depend on it.
            LogUnrecorded(logger, tenant.Value, e.Message);
        }
    }

    [LoggerMessage(EventId = 160, Level = LogLevel.Critical, Message = "The log of {Tenant} with {Size} entries is NOT signed: {Reason}. {Detail}")]
    private static partial void LogRefused(ILogger logger, string tenant, long size, string reason, string detail);

    [LoggerMessage(EventId = 163, Level = LogLevel.Debug, Message = "The log of {Tenant} has a checkpoint over {Size} entries")]
    private static partial void LogSigned(ILogger logger, string tenant, long size);

    [LoggerMessage(EventId = 164, Level = LogLevel.Error, Message = "The log of {Tenant} does not take that its head is not signed: {Why}")]
    private static partial void LogUnrecorded(ILogger logger, string tenant, string why);
}
