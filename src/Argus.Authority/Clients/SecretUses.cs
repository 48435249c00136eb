using System.Threading.Channels;
using Argus.Authority.Grains;
using Argus.Domain.ClientSecretUses;
using Argus.Domain.Kernel;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Clients;

/// <summary>
/// Puts on record, once a day, that a secret was used: then an operator sees which one is still needed. It happens after the answer; what is lost with the node
/// is seen again with the next use.
/// </summary>
public sealed partial class SecretUses(Aggregates aggregates, TimeProvider clock, ILogger<SecretUses> logger)
{
    private const int MostWaiting = 10_000;
    private const int GenerationSize = 32_768;
    private static readonly Origin Seer = new("node:secret_use", "secret_use");

    private readonly Recent<(TenantId, ClientId, string, long), bool> _seen = new(GenerationSize);
    private readonly Channel<(TenantId Tenant, ClientId Client, string Secret)> _waiting =
        Channel.CreateBounded<(TenantId, ClientId, string)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>A client has authenticated with this secret.</summary>
    public void Seen(TenantId tenant, ClientId client, string secret)
    {
        var today = (tenant, client, secret, ClientSecretUsesDecider.DayOf(clock.GetUtcNow()));
        if (_seen.Find(today) is null && _waiting.Writer.TryWrite((tenant, client, secret)))
            _seen.Add(today, true);
    }

    /// <summary>When each secret was last used, to the day.</summary>
    /// <exception cref="LogUnavailableException"/>
    public ValueTask<ClientSecretUsesState> ReadAsync(TenantId tenant, ClientId client) =>
        aggregates.ClientSecretUses.ReadAsync(tenant, ClientSecretUsesState.StreamOf(client));

    /// <summary>Records until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var (tenant, client, secret) in _waiting.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                await RecordAsync(tenant, client, secret).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What waits is lost; see above.
        }
    }

    private async Task RecordAsync(TenantId tenant, ClientId client, string secret)
    {
        try
        {
            await aggregates.ClientSecretUses.ExecuteAsync(
                tenant, ClientSecretUsesState.StreamOf(client), state => ClientSecretUsesDecider.Use(state, secret, clock.GetUtcNow()), Seer, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogUnavailableException or UnreadableEventException)
        {
            LogLost(logger, tenant.Value, client.Value, e.Message);
        }
    }

    [LoggerMessage(EventId = 142, Level = LogLevel.Debug, Message = "Client {Client} of tenant {Tenant} used a secret, and that could not be recorded: {Why}")]
    private static partial void LogLost(ILogger logger, string tenant, string client, string why);
}
