using Argus.ResourceServer.Keys;
using Microsoft.Extensions.Hosting;

namespace Argus.ResourceServer.Receipts;

/// <summary>Hands receipts in as long as the API runs, and what is left when it stops, if that takes no more than two seconds.</summary>
internal sealed class ReceiptSender(PendingReceipts pending, ReceiptDelivery delivery, TimeSpan interval, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan TimeToFlush = TimeSpan.FromSeconds(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        using var timer = new CancellationTokenSource(TimeToFlush, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            while (await delivery.StepAsync(limit.Token).ConfigureAwait(false) == DeliveryStep.Done)
            {
                // The next one.
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // No later batch will tell that this one is missing.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var step = await delivery.StepAsync(stoppingToken).ConfigureAwait(false);
                if (step == DeliveryStep.Failed)
                    await Task.Delay(Pace.AfterFailure(delivery.Failures), clock, stoppingToken).ConfigureAwait(false);
                else if (!pending.HasFull)
                    await pending.WaitAsync(interval, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last batches are handed in by StopAsync.
        }
    }
}
