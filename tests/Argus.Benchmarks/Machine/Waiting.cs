using System.Diagnostics;

namespace Argus.Benchmarks.Machine;

internal static class Waiting
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether it came true in time. Not for what is measured.</summary>
    public static async Task<bool> UntilAsync(Func<bool> isTrue, TimeSpan patience)
    {
        var waiting = Stopwatch.StartNew();
        while (!isTrue())
        {
            if (waiting.Elapsed > patience) return false;
            await Task.Delay(Poll);
        }

        return true;
    }
}
