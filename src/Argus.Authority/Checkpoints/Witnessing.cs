using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Log.Checkpoints;

namespace Argus.Authority.Checkpoints;

/// <summary>
/// Shows every new checkpoint to all witnesses, and keeps their cosignatures under the note. Each witness has a queue of its own, of the latest checkpoint of
/// each log: one that is down, or slow, holds up no other, and is shown what is latest when it comes back.
/// </summary>
public sealed class Witnessing : IWitnessing
{
    private readonly WitnessQueue[] _queues;

    /// <param name="witnesses">By configuration; often none.</param>
    /// <param name="log">Where the proofs come from.</param>
    /// <param name="checkpoints">Where cosignatures are kept.</param>
    /// <param name="channel">How witnesses are asked.</param>
    /// <param name="reports">What came of it.</param>
    public Witnessing(IReadOnlyList<Witness> witnesses, IEventLog log, ICheckpointStore checkpoints, IWitnessChannel channel, WitnessReports reports)
    {
        var keeper = new CosignatureKeeper(checkpoints);
        _queues = [.. witnesses.Select(witness => new WitnessQueue(witness, new WitnessVisit(log, channel), keeper, reports))];
    }

    public void Show(TenantId tenant, KnownCheckpoint checkpoint)
    {
        foreach (var queue in _queues)
            queue.Add(tenant, checkpoint);
    }

    /// <summary>Shows until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(_queues.Select(queue => queue.RunAsync(cancellation)));
}

/// <summary>Puts cosignatures under the notes that are kept. Other witnesses, and other nodes, do so at the same time: none may write over another's.</summary>
internal sealed class CosignatureKeeper(ICheckpointStore checkpoints)
{
    /// <exception cref="LogUnavailableException"/>
    public async Task KeepAsync(TenantId tenant, KnownCheckpoint known, NoteSignature cosignature, CancellationToken cancellation)
    {
        // Whoever is too late finds one signature more the next time, so there are no more times than witnesses.
        while (true)
        {
            var found = await checkpoints.ListAsync(tenant.Value, known.Stored.Size - 1, 1, cancellation).ConfigureAwait(false);
            if (found is not [var stored] || KnownCheckpoint.Of(stored) is not { } kept || kept.Note.Text != known.Note.Text)
                return;
            if (kept.Note.Signatures.Any(line => line.Name == cosignature.Name && line.KeyId == cosignature.KeyId))
                return;
            if (await checkpoints.CosignedAsync(tenant.Value, stored, kept.Note.With(cosignature).ToBytes(), cancellation).ConfigureAwait(false))
                return;
        }
    }
}
