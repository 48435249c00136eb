using Argus.Domain.Kernel;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Checkpoints;

/// <summary>Tells of what witnesses say, once for as long as they say the same.</summary>
public sealed partial class WitnessReports(CheckpointMeter meter, TimeProvider clock, ILogger<WitnessReports> logger)
{
    /// <summary>For waits between tries.</summary>
    internal TimeProvider Clock => clock;

    /// <param name="witness">Who.</param>
    /// <param name="tenant">Whose log.</param>
    /// <param name="outcome">What came of it now.</param>
    /// <param name="before">And the last time; null if there was none.</param>
    /// <param name="detail">More, if there is more.</param>
    internal void Tell(Witness witness, TenantId tenant, string outcome, string? before, string detail = "")
    {
        meter.Witnessed(outcome);
        if (outcome == before)
            return;
        if (outcome == "cosigned")
            LogCosigned(logger, witness.Key.Name, tenant.Value);
        else if (outcome is "conflict" or "refused_422")
            LogDisputed(logger, witness.Key.Name, tenant.Value, outcome);
        else
            LogNotCosigned(logger, witness.Key.Name, tenant.Value, outcome, detail);
    }

    [LoggerMessage(EventId = 165, Level = LogLevel.Information, Message = "Witness {Witness} cosigns the log of {Tenant}")]
    private static partial void LogCosigned(ILogger logger, string witness, string tenant);

    [LoggerMessage(EventId = 166, Level = LogLevel.Warning, Message = "Witness {Witness} has not cosigned the log of {Tenant}: {Outcome} {Detail}")]
    private static partial void LogNotCosigned(ILogger logger, string witness, string tenant, string outcome, string detail);

    [LoggerMessage(EventId = 167, Level = LogLevel.Critical, Message = "Witness {Witness} says that the log of {Tenant} is not the one that it saw before: {Outcome}")]
    private static partial void LogDisputed(ILogger logger, string witness, string tenant, string outcome);
}
