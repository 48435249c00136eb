using System.Security.Cryptography;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Families;

/// <summary>
/// A store of tokens that several tabs of one browser share without a lock: all of them refresh when the access token ends, each with what the store held then,
/// and each writes down what it got. Every twentieth answer is lost on its way, and its tab asks again with the same token.
/// </summary>
internal sealed class TabsOfOneStore(TokenClient client, Grant first, int tabs)
{
    private const int LostOneOf = 20;
    private const int Tries = 4;

    private Grant held = first;

    /// <summary>Whether a tab was refused: then its user has to sign in again.</summary>
    public bool LoggedOut { get; private set; }

    /// <summary>The access token ends once; returns how many requests that took.</summary>
    public async Task<int> EndAccessTokenAsync(CancellationToken stop)
    {
        var requests = await Task.WhenAll(Enumerable.Range(0, tabs).Select(_ => RefreshAsync(stop)));
        return requests.Sum();
    }

    private async Task<int> RefreshAsync(CancellationToken stop)
    {
        var presented = Volatile.Read(ref held).RefreshToken;
        for (var tries = 1; tries <= Tries; tries++)
        {
            var answer = await client.RefreshAsync(presented, stop);
            if (answer is null)
            {
                LoggedOut = true;
                return tries;
            }

            if (RandomNumberGenerator.GetInt32(LostOneOf) == 0)
                continue;
            Volatile.Write(ref held, answer);
            return tries;
        }

        return Tries;
    }
}

/// <summary>Counts the users who were logged out in many refreshes.</summary>
internal static class Logouts
{
    private const int Stores = 64;

    public static async Task<(int Logouts, int Refreshes)> CountAsync(TokenClient client, int wanted, CancellationToken stop)
    {
        var families = await client.OpenFamiliesAsync(Stores, stop);
        var stores = families.Select((family, number) => new TabsOfOneStore(client, family, 2 + number % 7)).ToArray();
        var refreshes = 0;
        await Parallel.ForEachAsync(stores, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stop }, async (store, cancelled) =>
        {
            var own = 0;
            while (own < (wanted + Stores - 1) / Stores && !store.LoggedOut)
                own += await store.EndAccessTokenAsync(cancelled);
            Interlocked.Add(ref refreshes, own);
        });
        return (stores.Count(store => store.LoggedOut), refreshes);
    }
}
