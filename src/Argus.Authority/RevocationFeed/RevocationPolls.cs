using Argus.Authority.Views;
using Argus.Log;

namespace Argus.Authority.RevocationFeed;

/// <summary>Answers who wants to know what was revoked: at once when there is something new, else after the wait that was asked for.</summary>
public sealed class RevocationPolls(SignedRevocations documents, FeedFollower views, TimeProvider clock)
{
    /// <summary>How long a caller that has heard more than this node shows is kept waiting for the node to catch up.</summary>
    private static readonly TimeSpan CatchUpTime = TimeSpan.FromSeconds(2);

    /// <param name="tenant">Whose revocations.</param>
    /// <param name="after">The epoch that the caller knows; null: none.</param>
    /// <param name="wait">How long it would wait for something newer.</param>
    /// <param name="ending">Ends the wait, not the answer: the node is about to stop.</param>
    /// <param name="gone">The caller has gone.</param>
    /// <exception cref="LogUnavailableException">This node's view is too old to vouch for.</exception>
    /// <exception cref="Keys.KeyUnavailableException">Nothing can be signed.</exception>
    public async Task<SignedDocument> AnswerAsync(TenantView tenant, long? after, TimeSpan wait, CancellationToken ending, CancellationToken gone)
    {
        views.ThrowIfOlderThan(SignedRevocations.MaxStaleness);
        var history = tenant.RevocationHistory;
        if (after is not { } known)
            return await documents.OfAsync(tenant, null).ConfigureAwait(false);

        // Another node was faster, or the caller dreams. If it still knows more afterwards, it is told what there is.
        if (known > history.Epoch)
            await WaitAsync(history.WhenBeyond(known - 1), CatchUpTime, ending, gone).ConfigureAwait(false);
        else if (wait > TimeSpan.Zero)
            await WaitAsync(history.WhenBeyond(known), wait, ending, gone).ConfigureAwait(false);
        return await documents.OfAsync(tenant, known > history.Epoch ? null : known).ConfigureAwait(false);
    }

    private async Task WaitAsync(Task growth, TimeSpan wait, CancellationToken ending, CancellationToken gone)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, gone);
        try
        {
            await growth.WaitAsync(wait, clock, either.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A heartbeat.
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            // The caller will go on at another node.
        }
    }
}
