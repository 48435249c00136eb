using System.Runtime.CompilerServices;
using Argus.Authority.Archive;
using Argus.Log;
using Argus.Log.Archives;

namespace Argus.IntegrationTests.Archive;

/// <summary>The store, with a node that dies at one of its steps: before it, or when it is done and nobody has heard of it.</summary>
internal sealed class FailingStore(IArchiveStore store, int failsAt) : IArchiveStore
{
    private int _steps;

    public async ValueTask<IAsyncDisposable?> TryTakeTurnAsync(CancellationToken cancellation) => await store.TryTakeTurnAsync(cancellation);

    public ValueTask<IReadOnlyList<StoredWindow>> WindowsAsync(CancellationToken cancellation) => StepAsync(() => store.WindowsAsync(cancellation));

    public ValueTask<IReadOnlyList<WindowShare>> SharesAsync(StoredWindow window, CancellationToken cancellation) => StepAsync(() => store.SharesAsync(window, cancellation));

    public async IAsyncEnumerable<IndexedEntry> IndexAsync(StoredWindow window, string tenant, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var written = 0;
        await foreach (var place in store.IndexAsync(window, tenant, cancellation))
        {
            // In the middle of the file.
            if (written++ == 100)
                Step();
            yield return place;
        }
    }

    public ValueTask<IReadOnlyList<DroppedShare>> DroppedAsync(CancellationToken cancellation) => StepAsync(() => store.DroppedAsync(cancellation));

    public ValueTask<bool> DropAsync(StoredWindow window, IReadOnlyList<WindowShare> all, IReadOnlyList<DroppedShare> gone, CancellationToken cancellation) =>
        StepAsync(() => store.DropAsync(window, all, gone, cancellation));

    public async ValueTask RestoreAsync(
        IReadOnlyList<DroppedShare> shares,
        Func<DroppedShare, IAsyncEnumerable<IReadOnlyList<(IndexedEntry Place, ReadOnlyMemory<byte> Bytes)>>> entries,
        CancellationToken cancellation) => await StepAsync(async () =>
    {
        await store.RestoreAsync(shares, share => Breaking(entries(share)), cancellation);
        return true;
    });

    private async IAsyncEnumerable<IReadOnlyList<(IndexedEntry Place, ReadOnlyMemory<byte> Bytes)>> Breaking(
        IAsyncEnumerable<IReadOnlyList<(IndexedEntry Place, ReadOnlyMemory<byte> Bytes)>> entries)
    {
        await foreach (var some in entries)
        {
            yield return some;
            Step();
        }
    }

    private async ValueTask<T> StepAsync<T>(Func<ValueTask<T>> step)
    {
        Step();
        var result = await step();
        Step();
        return result;
    }

    private void Step()
    {
        if (_steps++ == failsAt)
            throw new LogUnavailableException($"The test's node dies at step {failsAt}.");
    }
}
