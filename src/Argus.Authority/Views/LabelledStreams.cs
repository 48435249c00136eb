using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Views;

/// <summary>Pages of what stands in the streams that bear a label, newest first.</summary>
public sealed class LabelledStreams(IEventLog log)
{
    /// <summary>Streams that one page looks at. One that is asked for what is rare ends earlier than it would like to, and the next one goes on.</summary>
    private const int MostLookedAt = 2_000;

    /// <param name="tenant">Whose streams.</param>
    /// <param name="label">Which label.</param>
    /// <param name="before">Where the page begins: only what was labelled before this position. Null: with the newest.</param>
    /// <param name="limit">How many items at most.</param>
    /// <param name="read">Makes an item of a stream; null if it is not wanted.</param>
    /// <exception cref="LogUnavailableException"/>
    internal async ValueTask<LabelledPage<T>> PageAsync<T>(TenantId tenant, string label, long? before, int limit, Func<string, ValueTask<T?>> read)
        where T : class
    {
        var items = new List<T>();
        for (var looked = 0; looked < MostLookedAt;)
        {
            var streams = await log.FindStreamsAsync(tenant.Value, label, before, limit, CancellationToken.None).ConfigureAwait(false);
            foreach (var found in streams)
            {
                if (items.Count == limit)
                    return new LabelledPage<T>(items, before);
                (before, looked) = (found.Position, looked + 1);
                if (await read(found.Stream).ConfigureAwait(false) is { } item)
                    items.Add(item);
            }

            if (streams.Count < limit)
                return new LabelledPage<T>(items, null);
        }

        return new LabelledPage<T>(items, before);
    }
}

/// <summary>A page.</summary>
/// <param name="Items">May be fewer than asked for, or none, also where it goes on.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record LabelledPage<T>(IReadOnlyList<T> Items, long? Next);
