using System.Text;
using Argus.Contract;
using Argus.Log;
using Npgsql;

namespace Argus.IntegrationTests.Concurrency;

/// <summary>Looks at a tenant's log as an auditor would: re-derives everything from the bytes.</summary>
internal static class LogCheck
{
    internal static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal static NewEntry Entry(string type = "t", bool standing = false) => new(type, 1, "{\"data\":{}}"u8.ToArray(), standing);

    internal static StreamAppend At(string stream, long version, params NewEntry[] entries) => new(stream, version, entries.Length == 0 ? [Entry()] : entries);

    internal static Task<AppendResult> AppendAsync(this IEventLog log, string tenant, params StreamAppend[] streams) =>
        log.AppendAsync(new Append(tenant, streams), Cancellation).AsTask();

    /// <summary>Gap-free positions and versions, rising times, and the tree over the bytes: in the head, and recomputed.</summary>
    /// <returns>The entries.</returns>
    internal static async Task<List<LogEntry>> IsWhole(IEventLog log, string tenant, NpgsqlDataSource owner)
    {
        var entries = await log.ReadAsync(tenant, 0, Cancellation).ToList();
        Assert.Equal(Enumerable.Range(0, entries.Count).Select(position => (long)position), entries.Select(entry => entry.Position));
        foreach (var stream in entries.GroupBy(entry => entry.Stream))
            Assert.Equal(Enumerable.Range(0, stream.Count()).Select(version => (long)version), stream.Select(entry => entry.StreamVersion));
        Assert.All(entries, entry => Assert.Contains(
            $"\"position\":{entry.Position},\"stream\":\"{entry.Stream}\",\"stream_version\":{entry.StreamVersion},\"tenant\":\"{tenant}\"",
            Encoding.UTF8.GetString(entry.Bytes.Span),
            StringComparison.Ordinal));

        var leaves = entries.Select(entry => entry.Bytes.ToArray()).ToArray();
        await using var count = owner.CreateCommand("select count(*) from argus.events join argus.logs using (log_id) where tenant = $1");
        count.Parameters.Add(new() { Value = tenant });
        Assert.Equal((long)entries.Count, await count.ExecuteScalarAsync(Cancellation));
        var head = await log.ReadHeadAsync(tenant, Cancellation);
        Assert.Equal(entries.Count, head.Size);
        Assert.Equal(NaiveMerkle.Root(leaves), head.RootHash.ToArray());
        return entries;
    }
}
