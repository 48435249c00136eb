using System.Diagnostics;

namespace Argus.Benchmarks.Machine;

internal static class Waiting
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether it came true in time. Not for what is measured.</summary>
    public static Task<bool> UntilAsync(Func<bool> isTrue, TimeSpan patience) => UntilAsync(() => Task.FromResult(isTrue()), patience);

    /// <inheritdoc cref="UntilAsync(Func{bool}, TimeSpan)"/>
    public static async Task<bool> UntilAsync(Func<Task<bool>> isTrue, TimeSpan patience)
    {
        var waiting = Stopwatch.StartNew();
        while (!await isTrue())
        {
            if (waiting.Elapsed > patience) return false;
            await Task.Delay(Poll);
        }

        return true;
    }
}
