using Argus.Authority.Grains;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Verifiers;
using Argus.Log;

namespace Argus.Authority.Receipts;

/// <summary>Takes the batches of resource servers: verified, then on record, then what follows from them.</summary>
public sealed class ReceiptIntake(ReceiptVerifier verifier, VerifierGrains verifiers, ReceiptJudge judge, Aggregates aggregates, AuditRecorder recorder)
{
    /// <summary>When this returns an outcome that is not a refusal, the batch is durable, and so are the alarms that it gives rise to.</summary>
    /// <param name="tenant">To whom it was sent.</param>
    /// <param name="compact">ASCII of the JWS, as it came.</param>
    /// <param name="origin">From where.</param>
    /// <exception cref="LogUnavailableException">Nobody knows: it is to be sent again, the same bytes.</exception>
    public async ValueTask<ReceiptOutcome> TakeAsync(TenantView tenant, ReadOnlyMemory<byte> compact, Func<string, Origin> origin)
    {
        if (verifier.Verify(tenant, compact, out var receipts) is { } refusal)
        {
            if (refusal.Error == "invalid_client")
                recorder.AuthenticationRefused(tenant.Id, null, refusal.Id, origin("unknown").Source);
            return new ReceiptOutcome(refusal, false);
        }

        var sender = origin($"client:{receipts!.Client}");
        var (broken, isNew) = await verifiers.RecordAsync(tenant.Id, receipts, sender).ConfigureAwait(false);
        if (broken is not null)
        {
            var refused = new ReceiptsRefused(receipts.Client, receipts.Digest, broken.Code, receipts.Batch.Sequence, receipts.Verifier);
            await aggregates.RecordAsync(tenant.Id, ReceiptsRefused.StreamOf(receipts.Digest), refused, sender).ConfigureAwait(false);
            return new ReceiptOutcome(ReceiptOutcome.OutOfSequence(broken.Code), false);
        }

        // Also for a batch that is on record already: the node that put it there may have ended before it came to this.
        await judge.JudgeAsync(tenant, receipts, sender).ConfigureAwait(false);
        return new ReceiptOutcome(null, isNew);
    }
}

/// <summary>What became of a batch.</summary>
/// <param name="Refusal">Why it was not taken; null if it was.</param>
/// <param name="IsNew">Whether it was not on record before.</param>
public readonly record struct ReceiptOutcome(OAuthRefusal? Refusal, bool IsNew)
{
    /// <summary>The error of a batch that does not go on from the verifier's last one.</summary>
    public const string Sequence = "invalid_sequence";

    internal static OAuthRefusal OutOfSequence(string id) => new(id, Sequence, "The batch does not go on from the last one of this verifier.");
}
