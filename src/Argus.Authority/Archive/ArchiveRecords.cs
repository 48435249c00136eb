using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Archive;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Log.Exports;

namespace Argus.Authority.Archive;

/// <summary>Tells each tenant's log what becomes of its windows, before it does.</summary>
public sealed class ArchiveRecords(Aggregates aggregates, TenantDirectory directory, TimeProvider clock)
{
    public IEnumerable<TenantView> Tenants => directory.Tenants;

    /// <exception cref="LogUnavailableException">It is not durable, or not known to be: the window stays.</exception>
    public async Task DroppedAsync(DroppedShare share, ExportManifest archived)
    {
        var dropped = new WindowDropped(
            share.Entries, share.FirstPosition, share.From.ToUnixTimeSeconds(), share.LastPosition, Convert.ToBase64String(archived.Root.Span), archived.Size,
            share.To.ToUnixTimeSeconds());
        await TellAsync(share, state => ArchiveDecider.Drop(state, dropped), "node:archive").ConfigureAwait(false);
    }

    /// <param name="share">What is in the store again.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <exception cref="LogUnavailableException">It is not durable, or not known to be.</exception>
    public Task RestoredAsync(DroppedShare share, string actor) => TellAsync(
        share, state => ArchiveDecider.Restore(state, new WindowRestored(share.Entries, share.From.ToUnixTimeSeconds(), share.To.ToUnixTimeSeconds())), actor);

    private async Task TellAsync(DroppedShare share, Func<ArchiveState, Decision<IArchiveEvent>> decide, string actor)
    {
        var tenant = directory.Find(share.Tenant)?.Id ?? throw new UnreadableEventException($"The log of {share.Tenant} is of no tenant.");
        var origin = new Origin(actor, $"archive:{Jti.From(Guid.CreateVersion7(clock.GetUtcNow()))}");
        var stream = ArchiveState.StreamOf(share.From, share.To);
        var outcome = await aggregates.Archives.ExecuteAsync(tenant, stream, decide, origin, CancellationToken.None).ConfigureAwait(false);
        if (outcome.Refusal is { } refusal)
            throw new LogDivergedException($"{stream} of tenant {share.Tenant}: {refusal.Detail}.");
    }
}
