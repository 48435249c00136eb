using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Families;

/// <summary>
/// Somebody copies a refresh token. Whoever of the two comes second does so when the windows are over; that must end the family for both, with the access
/// tokens that either got.
/// </summary>
internal static class Thefts
{
    /// <summary>The windows W and L of the tenant, in seconds.</summary>
    public static readonly (int Concurrency, int Retry) Windows = (1, 2);

    public static async Task<(int Detected, int Simulated)> CountAsync(TokenClient client, int wanted, CancellationToken stop)
    {
        var stolen = await client.OpenFamiliesAsync(wanted, stop);
        var first = new Grant[wanted];
        await ForEachAsync(wanted, async (number, cancelled) => first[number] = await client.RefreshAsync(stolen[number].RefreshToken, cancelled)
            ?? throw new FailedRunException("the first of the two was refused"), stop);
        await Task.Delay(TimeSpan.FromSeconds(Windows.Retry + 1), stop);

        var detected = 0;
        await ForEachAsync(wanted, async (number, cancelled) =>
        {
            var second = await client.RefreshAsync(stolen[number].RefreshToken, cancelled);
            var next = await client.RefreshAsync(first[number].RefreshToken, cancelled);
            if (second is null && next is null && !await client.IsActiveAsync(first[number].AccessToken, cancelled))
                Interlocked.Increment(ref detected);
        }, stop);
        return (detected, wanted);
    }

    private static Task ForEachAsync(int count, Func<int, CancellationToken, ValueTask> body, CancellationToken stop) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = stop }, body);
}
