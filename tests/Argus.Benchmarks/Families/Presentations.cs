using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Families;

/// <summary>One refresh token, presented by many at once, again and again: each round must have one rotation.</summary>
internal static class Presentations
{
    private const int AtOnce = 64;

    /// <returns>The most and the fewest different successors of a round.</returns>
    public static async Task<(int Fewest, int Most)> CountAsync(TokenClient client, int rounds, CancellationToken stop)
    {
        var live = (await client.OpenFamiliesAsync(1, stop))[0];
        var (fewest, most) = (int.MaxValue, 0);
        for (var round = 0; round < rounds; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => client.RefreshAsync(live.RefreshToken, stop)));
            var successors = answers.OfType<Grant>().Select(answer => answer.RefreshToken).Distinct().ToArray();
            (fewest, most) = (Math.Min(fewest, successors.Length), Math.Max(most, successors.Length));
            if (successors.Length == 0)
                throw new FailedRunException($"round {round} has no rotation");
            live = answers.OfType<Grant>().First();
        }

        return (fewest, most);
    }
}
