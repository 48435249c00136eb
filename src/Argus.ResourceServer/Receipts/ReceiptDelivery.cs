namespace Argus.ResourceServer.Receipts;

/// <summary>
/// Hands batches in, one at a time: the next one is made when the issuer has taken the one before, or never will. Until then the same bytes are sent again.
/// </summary>
internal sealed class ReceiptDelivery(PendingReceipts pending, ReceiptChain chain, IReceiptChannel channel, ReceiptObserver observer, TimeProvider clock)
{
    private SignedBatch? _inFlight;

    /// <summary>Tries in a row that brought nothing.</summary>
    public int Failures { get; private set; }

    /// <summary>Sends one batch once.</summary>
    /// <exception cref="OperationCanceledException">The API stops; the batch, if there was one, is still the one in flight.</exception>
    public async Task<DeliveryStep> StepAsync(CancellationToken stop)
    {
        _inFlight ??= Next();
        if (_inFlight is not { } batch) return DeliveryStep.Idle;
        if (clock.GetUtcNow() >= batch.GoodUntil) return GiveUp("too_old");

        switch (await channel.SendAsync(batch.Jws, stop).ConfigureAwait(false))
        {
            case ReceiptAnswer.Taken:
                chain.Told(batch);
                observer.Taken();
                return Done();
            case ReceiptAnswer.Refused:
                return GiveUp("refused");
            case ReceiptAnswer.OutOfSequence:
                // What it says is not lost: another verifier says it.
                observer.OutOfSequence();
                chain.Restart();
                _inFlight = chain.Make(batch.Collected with { Skipped = 0 });
                Failures++;
                return DeliveryStep.Failed;
            default:
                observer.NotNow(++Failures);
                return DeliveryStep.Failed;
        }
    }

    private SignedBatch? Next() =>
        pending.Take() is { } collected ? chain.Make(collected) : chain.HasNews ? chain.Make(CollectedReceipts.None) : null;

    private DeliveryStep GiveUp(string why)
    {
        observer.Lost(why);
        return Done();
    }

    private DeliveryStep Done()
    {
        (_inFlight, Failures) = (null, 0);
        return DeliveryStep.Done;
    }
}

internal enum DeliveryStep
{
    /// <summary>There is nothing to say.</summary>
    Idle,

    /// <summary>A batch is done with.</summary>
    Done,

    /// <summary>The batch is to be sent again.</summary>
    Failed,
}
