using System.Security.Cryptography;

namespace Argus.ResourceServer.Receipts;

/// <summary>
/// Counts decisions by token and reason until they are handed in. Its room is bounded: when the issuer does not take them, the oldest full batch is given up, and
/// the numbers of the batches show that it is missing.
/// </summary>
/// <param name="issuer">Whose tokens; those that name no trusted issuer are counted too.</param>
/// <param name="meter">Counts what is given up.</param>
/// <param name="clock">The clock.</param>
internal sealed class PendingReceipts(string issuer, ReceiptMeter meter, TimeProvider clock) : IDecisionSink
{
    /// <summary>Full batches: about 5 MB.</summary>
    public const int MostWaiting = 16;

    private readonly Lock _gate = new();
    private readonly Queue<CollectingBatch> _full = new();
    private readonly SemaphoreSlim _filled = new(0);
    private CollectingBatch _current = new();
    private long _skipped;

    public void Record(in VerificationDecision decision)
    {
        if (decision.Issuer is { } named && named != issuer || decision.Digest.Length != SHA256.HashSizeInBytes) return;

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        lock (_gate)
        {
            _current.Add(decision, now);
            if (_current.IsFull) Put();
        }
    }

    /// <summary>The oldest full batch; without one, what there is; null for nothing.</summary>
    public CollectedReceipts? Take()
    {
        lock (_gate)
        {
            if (!_full.TryDequeue(out var batch))
            {
                if (_current.IsEmpty) return null;
                (batch, _current) = (_current, new CollectingBatch());
            }

            var skipped = _skipped;
            _skipped = 0;
            return batch.Close(skipped);
        }
    }

    public bool HasFull
    {
        get
        {
            lock (_gate) return _full.Count > 0;
        }
    }

    /// <summary>Waits for a time, or until a batch is full.</summary>
    /// <exception cref="OperationCanceledException">The API stops.</exception>
    public async Task WaitAsync(TimeSpan time, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        try
        {
            await _filled.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    private void Put()
    {
        _full.Enqueue(_current);
        _current = new CollectingBatch();
        if (_full.Count > MostWaiting)
        {
            _full.Dequeue();
            _skipped++;
            meter.Lost(issuer, "no_room");
        }

        if (_filled.CurrentCount == 0) _filled.Release();
    }
}
