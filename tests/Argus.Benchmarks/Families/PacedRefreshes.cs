using System.Diagnostics;

namespace Argus.Benchmarks.Families;

/// <summary>
/// Refreshes that begin at fixed times, whether the ones before have been answered or not, so that a slow answer makes no room for itself: what a user waits for
/// is counted from when the request should have begun.
/// </summary>
internal static class PacedRefreshes
{
    /// <summary>Node and driver are both new, and compile what they run for a while.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    /// <returns>The median and the 99th percentile in milliseconds, of what began after the warming up.</returns>
    public static async Task<(double P50, double P99)> MeasureAsync(TokenClient client, double perSecond, TimeSpan duration, CancellationToken stop)
    {
        duration += WarmUp;
        var families = await client.OpenFamiliesAsync(512, stop);
        var live = new System.Collections.Concurrent.ConcurrentQueue<string>(families.Select(family => family.RefreshToken));
        var count = (int)(perSecond * duration.TotalSeconds);
        var milliseconds = new double[count];
        var running = new List<Task>(count);
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < count; number++)
        {
            var due = TimeSpan.FromSeconds(number / perSecond);
            if (due - watch.Elapsed is var early && early > TimeSpan.FromMilliseconds(1))
                await Task.Delay(early, stop);
            running.Add(RefreshAsync(number, due));
        }

        await Task.WhenAll(running);
        var settled = milliseconds[(int)(WarmUp.TotalSeconds * perSecond)..];
        Array.Sort(settled);
        return (settled[settled.Length / 2], settled[(int)(settled.Length * 0.99)]);

        async Task RefreshAsync(int number, TimeSpan due)
        {
            if (!live.TryDequeue(out var token) || await client.RefreshAsync(token, stop) is not { } answer)
            {
                milliseconds[number] = double.PositiveInfinity;
                return;
            }

            milliseconds[number] = (watch.Elapsed - due).TotalMilliseconds;
            live.Enqueue(answer.RefreshToken);
        }
    }
}
