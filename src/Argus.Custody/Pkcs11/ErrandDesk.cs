using Argus.Authority.Keys;

namespace Argus.Custody.Pkcs11;

/// <summary>
/// Threads for calls that block: so many at once, none of the thread pool's. Whoever waits gives up after a while; the thread stays with a call that does not
/// come back, and once all do, nobody starts another.
/// </summary>
internal sealed class ErrandDesk(int atOnce, TimeSpan patience)
{
    private readonly SemaphoreSlim _free = new(atOnce);

    /// <exception cref="CustodyException">No thread came free.</exception>
    /// <exception cref="TimeoutException">The errand has not ended.</exception>
    internal async Task<T> RunAsync<T>(Func<T> errand, CancellationToken cancellation)
    {
        if (!await _free.WaitAsync(patience, cancellation).ConfigureAwait(false))
            throw new CustodyException("The HSM is busy: so much waits for it that this was not begun.");
        var running = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return errand();
                }
                finally
                {
                    _free.Release();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return await running.WaitAsync(patience, cancellation).ConfigureAwait(false);
    }
}
