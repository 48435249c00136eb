using System.Text;
using Argus.Log;

namespace Argus.Contract;

/// <summary>
/// What every implementation of <see cref="IEventLog"/> must do. The suite is compiled into the specs, where it runs on memory, and into the integration
/// tests, where it runs on PostgreSQL.
/// </summary>
public abstract class EventLogContract
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static int _tenants;

    /// <summary>The log under test; other tests' tenants may be in it.</summary>
    protected abstract IEventLog Log { get; }

    protected string Tenant { get; } = NewTenant();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static string NewTenant() => $"contract-{Interlocked.Increment(ref _tenants)}";

    protected static NewEntry Passing(string type) => Entry(type, standing: false);

    protected static NewEntry Standing(string type) => Entry(type, standing: true);

    protected static StreamAppend At(string stream, long version, params NewEntry[] entries) => new(stream, version, entries);

    protected Task<AppendResult> Append(params StreamAppend[] streams) => Append(Tenant, streams);

    protected Task<AppendResult> Append(string tenant, params StreamAppend[] streams) => Log.AppendAsync(new Append(tenant, streams), Cancellation).AsTask();

    protected Task<List<LogEntry>> Entries(string? tenant = null, long from = 0) => Log.ReadAsync(tenant ?? Tenant, from, Cancellation).ToList();

    /// <summary>The tenant's whole log, an entry a line: <c>position stream/version type</c>.</summary>
    protected async Task<string[]> Lines(string? tenant = null) => [.. (await Entries(tenant)).Select(Line)];

    protected static string Line(LogEntry entry)
    {
        using var json = System.Text.Json.JsonDocument.Parse(entry.Bytes);
        return $"{entry.Position} {entry.Stream}/{entry.StreamVersion} {json.RootElement.GetProperty("type").GetString()}";
    }

    protected static AppendResult.Appended Accepted(AppendResult result) => Assert.IsType<AppendResult.Appended>(result);

    /// <summary>The feed from a number on, until so many entries were seen.</summary>
    protected async Task<List<LogEntry>> Feed(long after, int count)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        bound.CancelAfter(Longest);
        var seen = new List<LogEntry>();
        await foreach (var page in Log.FollowAsync(after, TimeSpan.FromSeconds(1), bound.Token))
        {
            seen.AddRange(page.Entries);
            if (seen.Count >= count)
                break;
        }

        return seen;
    }

    private static NewEntry Entry(string type, bool standing) =>
        new(type, 1, Encoding.UTF8.GetBytes("""{"actor":"spec","context":{},"correlation_id":"c","data":{}}"""), standing);
}

internal static class Reading
{
    public static async Task<List<T>> ToList<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);
        return list;
    }
}
