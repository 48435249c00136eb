using System.Diagnostics;
using System.Globalization;
using Argus.Authority.Archive;
using Argus.Benchmarks.Gating;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;
using Argus.Benchmarks.Replaying;
using Argus.Postgres;
using Argus.Postgres.Windows;
using Npgsql;

namespace Argus.Benchmarks.Figures;

/// <summary>How long it takes to drop a window that nobody keeps entries in, as its archiver does once all is archived and verified: large ones and small ones in turn.</summary>
internal sealed class WindowDrops(Options options, TextWriter progress)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset First = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Width = TimeSpan.FromDays(1);

    public async Task<Figure> MeasureAsync(CancellationToken stop)
    {
        await using var stage = new Stage(stop);
        var node = Node.Start(stage, options.Server, Site.Create(stage, 1, options.Effort.ClientsPerTenant));
        await node.ReadyAsync(stage);
        var connection = node.Postgres.ConnectionString;
        await ReplayedLog.FillAsync(connection, ReplayedLog.Tenant, 1, stop);
        await using var database = await ArgusDatabase.OpenAsync(connection, null, Patience, stop);
        await using var owner = NpgsqlDataSource.Create(connection + ";Command Timeout=0");

        List<Drop> small = [], large = [];
        for (var day = 0; large.Count < options.Effort.Replays;)
        {
            small.Add(await DropAsync(database, owner, First.AddDays(day++), options.Effort.FewDropped, stop));
            large.Add(await DropAsync(database, owner, First.AddDays(day++), options.Effort.ManyDropped, stop));
        }

        var (few, many) = (Median(small, drop => drop.Seconds), Median(large, drop => drop.Seconds));
        var waits = Median(large, drop => drop.Waited) / Median(small, drop => drop.Waited);
        return new Figure("drops", [many, many / few, waits], string.Create(CultureInfo.InvariantCulture,
            $"{large.Count} windows of {options.Effort.ManyDropped:N0}, {Text(large)}; of {options.Effort.FewDropped:N0}, {Text(small)}"));
    }

    private static double Median(List<Drop> drops, Func<Drop, double> of) => Spread.Of(drops.Select(of)).Median;

    private static string Text(List<Drop> drops) => string.Create(CultureInfo.InvariantCulture,
        $"{drops.Min(drop => drop.Seconds) * 1_000:F0} to {drops.Max(drop => drop.Seconds) * 1_000:F0} ms, others waited {drops.Min(drop => drop.Waited) * 1_000:F0} to {drops.Max(drop => drop.Waited) * 1_000:F0} ms");

    private async Task<Drop> DropAsync(ArgusDatabase database, NpgsqlDataSource owner, DateTimeOffset day, int entries, CancellationToken stop)
    {
        await new EventWindows(database).MakeAsync(day, Width, stop);
        await FillAsync(owner, day, entries, stop);
        var archive = new PostgresArchive(database);
        var window = (await archive.WindowsAsync(stop)).Single(window => window.From == day);
        var shares = await archive.SharesAsync(window, stop);
        if (shares.Sum(share => share.Entries) != entries) throw new FailedRunException($"the window has {shares.Sum(share => share.Entries)} entries, not {entries}");
        var gone = shares.Select(share => new DroppedShare(share.Tenant, window.From, window.To, share.Entries, share.FirstPosition, share.LastPosition, new byte[32])).ToArray();

        using var done = new CancellationTokenSource();
        var waiting = LongestWaitAsync(owner, done.Token);
        var watch = Stopwatch.StartNew();
        var isDropped = await archive.DropAsync(window, shares, gone, stop);
        var seconds = watch.Elapsed.TotalSeconds;
        await done.CancelAsync();
        var drop = new Drop(seconds, await waiting);
        if (!isDropped) throw new FailedRunException("the window could not be dropped");
        await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"dropped {entries} entries, {window.Bytes >> 20} MiB, in {drop.Seconds * 1_000:F1} ms; others waited {drop.Waited * 1_000:F1} ms"));
        return drop;
    }

    /// <summary>Takes the lock that an append takes, again and again.</summary>
    /// <returns>The longest that it took, in seconds.</returns>
    private static async Task<double> LongestWaitAsync(NpgsqlDataSource owner, CancellationToken done)
    {
        var longest = TimeSpan.Zero;
        await using var connection = await owner.OpenConnectionAsync(CancellationToken.None);
        await using var take = new NpgsqlCommand("begin; lock table only argus.events in row exclusive mode; rollback", connection);
        while (!done.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            await take.ExecuteNonQueryAsync(CancellationToken.None);
            longest = watch.Elapsed > longest ? watch.Elapsed : longest;
        }

        return longest.TotalSeconds;
    }

    /// <summary>Entries of some 600 bytes, each of a stream of its own, as tokens are.</summary>
    private static async Task FillAsync(NpgsqlDataSource owner, DateTimeOffset day, int entries, CancellationToken stop)
    {
        await using var fill = owner.CreateCommand(
            """
            insert into argus.events (position, log_id, stream_version, stream, entry)
            select 1000000000 + i, log_id, 0,
                   encode(substring(int8send(($2 + i % 86400000) << 16) from 1 for 6) || substring(sha256(int8send($2 + i)) from 1 for 10), 'hex')::uuid,
                   convert_to(repeat(md5(i::text), 19), 'UTF8')
            from argus.logs, generate_series(1, $3) i where tenant = $1
            """);
        fill.Parameters.Add(new() { Value = ReplayedLog.Tenant });
        fill.Parameters.Add(new() { Value = day.ToUnixTimeMilliseconds() });
        fill.Parameters.Add(new() { Value = (long)entries });
        await fill.ExecuteNonQueryAsync(stop);
        await using var checkpoint = owner.CreateCommand("checkpoint");
        await checkpoint.ExecuteNonQueryAsync(stop);
    }

    /// <param name="Seconds">Until it was done.</param>
    /// <param name="Waited">The longest that somebody else had to wait meanwhile, in seconds.</param>
    private readonly record struct Drop(double Seconds, double Waited);
}
