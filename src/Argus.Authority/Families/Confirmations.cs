using System.Threading.Channels;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Families;

/// <summary>
/// Puts on record, once for each generation, that a token of it was seen in use: then the answer that brought it did arrive, and nobody needs the refresh
/// token before it any more. It happens after the answer; what is lost with the node is seen again with the next token.
/// </summary>
public sealed partial class Confirmations(FamilyGrains families, ILogger<Confirmations> logger)
{
    private const int MostWaiting = 10_000;
    private const int GenerationSize = 32_768;
    private static readonly Origin Seer = new("node:confirmation", "confirmation");

    private readonly Recent<(TenantId, FamilyId, int), bool> _seen = new(GenerationSize);
    private readonly Channel<(TenantId Tenant, FamilyId Family, int Generation)> _waiting =
        Channel.CreateBounded<(TenantId, FamilyId, int)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>A token of this generation was good for somebody.</summary>
    public void Seen(TenantId tenant, FamilyId family, int generation)
    {
        // The first generation has none before it.
        if (generation == 0 || _seen.Find((tenant, family, generation)) is not null)
            return;
        // What there is no room for is not seen yet: it is tried again with the next token.
        if (_waiting.Writer.TryWrite((tenant, family, generation)))
            _seen.Add((tenant, family, generation), true);
    }

    /// <summary>Records until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var (tenant, family, generation) in _waiting.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                await ConfirmAsync(tenant, family, generation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What waits is lost; see above.
        }
    }

    private async Task ConfirmAsync(TenantId tenant, FamilyId family, int generation)
    {
        try
        {
            await families.TakeTurnAsync(
                tenant,
                family,
                state => ValueTask.FromResult(new FamilyStep<bool>(true, FamilyDecider.Confirm(state, generation).Events)),
                Seer).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogUnavailableException or UnreadableEventException)
        {
            LogLost(logger, tenant.Value, family.Value, e.Message);
        }
    }

    [LoggerMessage(EventId = 140, Level = LogLevel.Debug, Message = "A token of family {Family} of tenant {Tenant} was seen, and that could not be recorded: {Why}")]
    private static partial void LogLost(ILogger logger, string tenant, string family, string why);
}
