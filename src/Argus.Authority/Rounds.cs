namespace Argus.Authority;

/// <summary>What a node does in the background again and again, until it stops.</summary>
public static class Rounds
{
    /// <summary>Goes round once in every interval until cancelled, the first time when one has passed. What a round takes longer, the next one waits.</summary>
    /// <param name="interval">From one round to the next.</param>
    /// <param name="clock">Whose time it is.</param>
    /// <param name="round">Keeps to itself what goes wrong: anything that it throws, but for the cancellation, is thrown here, and there are no more rounds.</param>
    /// <param name="cancellation">The node stops. Returns, and throws nothing.</param>
    public static Task EveryAsync(TimeSpan interval, TimeProvider clock, Func<CancellationToken, Task> round, CancellationToken cancellation) =>
        RunAsync(interval, clock, round, isDue: false, cancellation);

    /// <summary>The same, with a round at once.</summary>
    public static Task NowAndEveryAsync(TimeSpan interval, TimeProvider clock, Func<CancellationToken, Task> round, CancellationToken cancellation) =>
        RunAsync(interval, clock, round, isDue: true, cancellation);

    private static async Task RunAsync(TimeSpan interval, TimeProvider clock, Func<CancellationToken, Task> round, bool isDue, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (isDue || await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                isDue = false;
                await round(cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was under way, the next round of some node takes up.
        }
    }
}
