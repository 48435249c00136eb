using Argus.Authority.Audit;
using Argus.Domain.Audit;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Specs.Authority.Keys;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.Authority.Checkpoints;

public class Who_takes_entries_away
{
    private static readonly Origin Auditor = new("admin:auditor", "one");
    private static readonly Origin Other = new("admin:other", "two");

    [Fact]
    public async Task is_on_record_before_the_first_bundle_is_given_out()
    {
        await using var node = await SpecNode.StartAsync();
        var exports = Exports(node);
        node.Log.BeforeAppend = _ => throw SpecLog.Gone;

        await Assert.ThrowsAsync<LogUnavailableException>(() => exports.TakeAsync(Checked.Acme, 0, 255, Auditor).AsTask());

        node.Log.BeforeAppend = null;
        await exports.TakeAsync(Checked.Acme, 0, 255, Auditor);
        Assert.Equal([(Auditor.Actor, new EntriesExported(1, 0, 255))], await RecordedAsync(node));
    }

    [Fact]
    public async Task is_counted_from_then_on_for_thirty_seconds()
    {
        await using var node = await SpecNode.StartAsync();
        var exports = Exports(node);
        foreach (var (from, by) in new[] { (0, Auditor), (512, Auditor), (256, Auditor), (1_024, Other), (2_048, Auditor) })
            await exports.TakeAsync(Checked.Acme, from, from + 255, by);
        await exports.FlushAsync(all: false);
        Assert.Equal([(Auditor.Actor, new EntriesExported(1, 0, 255)), (Other.Actor, new EntriesExported(1, 1_024, 1_279))], await RecordedAsync(node));

        await node.AdvanceAsync(TimeSpan.FromSeconds(30));
        await exports.FlushAsync(all: false);
        await exports.FlushAsync(all: false);

        Assert.Equal((Auditor.Actor, new EntriesExported(3, 256, 2_303)), Assert.Single((await RecordedAsync(node)).Skip(2)));
    }

    [Fact]
    public async Task begins_anew_after_a_while_without_any()
    {
        await using var node = await SpecNode.StartAsync();
        var exports = Exports(node);
        await exports.TakeAsync(Checked.Acme, 0, 255, Auditor);
        await node.AdvanceAsync(TimeSpan.FromSeconds(30));
        await exports.FlushAsync(all: false);

        await exports.TakeAsync(Checked.Acme, 0, 255, Auditor);

        Assert.Equal(2, (await RecordedAsync(node)).Count);
    }

    [Fact]
    public async Task is_not_forgotten_while_the_log_is_away()
    {
        await using var node = await SpecNode.StartAsync();
        var exports = Exports(node);
        await exports.TakeAsync(Checked.Acme, 0, 255, Auditor);
        await exports.TakeAsync(Checked.Acme, 256, 511, Auditor);
        node.Log.BeforeAppend = _ => throw SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => exports.FlushAsync(all: true));

        node.Log.BeforeAppend = null;
        await exports.FlushAsync(all: true);

        Assert.Equal((Auditor.Actor, new EntriesExported(1, 256, 511)), (await RecordedAsync(node))[1]);
    }

    [Fact]
    public async Task is_on_record_when_the_node_stops()
    {
        await using var node = await SpecNode.StartAsync();
        using var stop = new CancellationTokenSource();
        var exports = Exports(node);
        var running = exports.RunAsync(stop.Token);
        await exports.TakeAsync(Checked.Acme, 0, 255, Auditor);
        await exports.TakeAsync(Checked.Acme, 256, 511, Auditor);

        await stop.CancelAsync();
        await running.InTime();

        Assert.Equal((Auditor.Actor, new EntriesExported(1, 256, 511)), (await RecordedAsync(node))[1]);
    }

    private static ExportRecorder Exports(SpecNode node) => new(node.Aggregates, node.Clock, NullLogger<ExportRecorder>.Instance);

    private static async Task<List<(string Actor, EntriesExported Event)>> RecordedAsync(SpecNode node) =>
        [.. (await node.Log.Events()).Where(recorded => recorded.Event is EntriesExported).Select(recorded => (recorded.Actor, (EntriesExported)recorded.Event))];
}
