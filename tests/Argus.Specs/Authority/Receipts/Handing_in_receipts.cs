using System.Globalization;
using System.Text;
using Argus.Domain.Tokens;
using Argus.Domain.Verifiers;
using Argus.Jose;
using Argus.Jose.Receipts;
using Argus.Log;
using Argus.Specs.Jose;

namespace Argus.Specs.Authority.Receipts;

using static SpecVerifier;
using Keys = Argus.Specs.Jose.Keys;

public class Handing_in_receipts(Jose.Keys keys) : IClassFixture<Jose.Keys>
{
    [Fact]
    public async Task puts_them_on_record_in_the_verifiers_own_stream()
    {
        await using var node = await StartAsync();
        var verifier = new SpecVerifier(keys.Issuers);
        var receipt = Accepted(Encoding.ASCII.GetString(await node.IssueAsync()), count: 3);

        Assert.Equal("new", await HandInAsync(node, verifier.Next(node, [receipt], ["one"])));
        Assert.Equal("new", await HandInAsync(node, verifier.Next(node)));

        var recorded = await RecordedAsync(node);
        Assert.Equal([0L, 1L], recorded.Select(each => each.Seq));
        Assert.Equal(new RecordedReceipt(3, receipt.Digest, 900, receipt.JwtId, "accepted"), Assert.Single(recorded[0].Receipts));
        Assert.All((await node.Log.Events()).Where(each => each.Event is IVerifierEvent), each => Assert.Equal($"verifier:api:{verifier.Verifier}", each.Stream));
        Assert.All((await node.Log.Events()).Where(each => each.Event is IVerifierEvent), each => Assert.Equal("client:api", each.Actor));
    }

    [Fact]
    public async Task says_the_same_to_a_batch_that_is_there_already_at_every_node()
    {
        await using var node = await StartAsync();
        await using var other = await node.StartBesideAsync();
        var verifier = new SpecVerifier(keys.Issuers);
        var first = verifier.Next(node);

        Assert.Equal(["new", "known", "known"], [await HandInAsync(node, first), await HandInAsync(other, first), await HandInAsync(node, first)]);

        var second = verifier.Next(node);
        Assert.Equal(["new", "known"], [await HandInAsync(other, second), await HandInAsync(node, second)]);
        Assert.Equal(2, (await RecordedAsync(node)).Count);
    }

    [Fact]
    public async Task counts_no_further_than_JSON_can()
    {
        await using var node = await StartAsync();
        var verifier = new SpecVerifier(keys.Issuers);
        Receipt[] receipts = [.. Enumerable.Range(0, ReceiptBatch.MostReceipts).Select(i => new Receipt(i.ToString("D43", CultureInfo.InvariantCulture), null, "token_invalid", 1_000_000_000_000_000, 900))];

        for (var i = 0; i < 12; i++)
            Assert.Equal("new", await HandInAsync(node, verifier.Next(node, receipts, skip: i == 0 ? 7 : 0)));

        Assert.Equal((0L, 9_007_199_254_740_991, 7L), (await RecordedAsync(node))[^1].Totals is var totals ? (totals.Accepted, totals.Rejected, totals.Lost) : default);
    }

    [Fact]
    public async Task of_two_at_once_puts_one_on_record()
    {
        await using var node = await StartAsync();
        await using var other = await node.StartBesideAsync();
        var batch = new SpecVerifier(keys.Issuers).Next(node);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => HandInAsync(i % 2 == 0 ? node : other, batch)));

        Assert.Single(answers, "new");
        Assert.Equal(7, answers.Count(answer => answer == "known"));
        Assert.Single(await RecordedAsync(node));
    }

    [Fact]
    public async Task refuses_a_batch_of_the_past_and_says_so_once()
    {
        await using var node = await StartAsync();
        await using var other = await node.StartBesideAsync();
        var verifier = new SpecVerifier(keys.Issuers);
        byte[][] batches = [verifier.Next(node), verifier.Next(node), verifier.Next(node)];
        foreach (var batch in batches)
            await HandInAsync(node, batch);

        foreach (var at in new[] { node, other, node })
            Assert.Equal("receipts_out_of_order", await HandInAsync(at, batches[0]));

        var refused = (ReceiptsRefused)Assert.Single(await node.Log.Events(), each => each.Event is ReceiptsRefused).Event;
        Assert.Equal(("api", "receipts_out_of_order", 0L, verifier.Verifier), (refused.ClientId.Value, refused.Reason, refused.Seq, refused.Verifier.Value));
        Assert.Equal(3, (await RecordedAsync(node)).Count);
    }

    [Fact]
    public async Task shows_a_gap_where_batches_were_lost()
    {
        await using var node = await StartAsync();
        var verifier = new SpecVerifier(keys.Issuers);
        await HandInAsync(node, verifier.Next(node));
        await HandInAsync(node, verifier.Next(node, skip: 2));

        var listed = Assert.Single(await node.Verifiers.SinceAsync(node.Acme, node.Clock.GetUtcNow()));
        Assert.Equal(new ReceiptGap(1, 2), Assert.Single(listed.State.Totals.Gaps));
        Assert.Equal((3L, 2L), (listed.State.Seq, listed.State.Totals.Lost));
    }

    [Fact]
    public async Task goes_on_at_a_node_that_has_just_started_without_reading_all_that_was_said()
    {
        await using var node = await StartAsync();
        var verifier = new SpecVerifier(keys.Issuers);
        for (var i = 0; i < 300; i++)
            Assert.Equal("new", await HandInAsync(node, verifier.Next(node)));
        await using var other = await node.StartBesideAsync();

        Assert.Equal("new", await HandInAsync(other, verifier.Next(node)));
        Assert.Equal(300, Assert.Single(await other.Verifiers.SinceAsync(other.Acme, node.Clock.GetUtcNow())).State.Seq);
    }

    [Fact]
    public async Task lists_those_that_were_heard_lately()
    {
        await using var node = await StartAsync();
        var (gone, kept, late) = (new SpecVerifier(keys.Issuers), new SpecVerifier(keys.Issuers), new SpecVerifier(keys.Issuers));
        await gone.TellAsync(node);
        await kept.TellAsync(node);
        await node.AdvanceAsync(TimeSpan.FromMinutes(14));
        await kept.TellAsync(node);
        await node.AdvanceAsync(TimeSpan.FromMinutes(50));
        await late.TellAsync(node);

        var heard = await node.Verifiers.SinceAsync(node.Acme, node.Clock.GetUtcNow() - TimeSpan.FromHours(1));

        Assert.Equal(new[] { kept.Verifier, late.Verifier }.Order(StringComparer.Ordinal), heard.Select(record => record.Verifier.Value));
    }

    [Fact]
    public async Task that_are_more_than_an_event_holds_splits_them()
    {
        await using var node = await StartAsync();
        Receipt[] many = [.. Enumerable.Range(0, 1_000).Select(_ => new Receipt(new string('d', 43), null, "token_expired", 1, 900))];

        Assert.Equal("new", await HandInAsync(node, new SpecVerifier(keys.Issuers).Next(node, many)));

        var events = (await node.Log.Events()).Select(each => each.Event).OfType<IVerifierEvent>().ToArray();
        Assert.Equal(10, events.Length);
        Assert.Equal(1_000, ((ReceiptsRecorded)events[0]).Totals.Rejected);
    }

    [Fact]
    public async Task raises_the_alarm_for_an_accepted_token_that_the_log_does_not_know_once()
    {
        await using var node = await StartAsync();
        await using var other = await node.StartBesideAsync();
        var forged = Accepted(Encoding.ASCII.GetString(A_token_that_was_never_issued.Forge(node, "06drj5o06drj5o06drj5o06dr0")));
        var (verifier, second) = (new SpecVerifier(keys.Issuers), new SpecVerifier(keys.Issuers));

        await HandInAsync(node, verifier.Next(node, [forged]));
        await HandInAsync(node, verifier.Next(node, [forged]));
        await HandInAsync(other, second.Next(node, [forged with { Count = 9 }]));

        var alarm = Assert.Single(await node.Log.Events(), each => each.Event is UnloggedTokenSeen);
        Assert.Equal(new UnloggedTokenSeen(forged.Digest, "06drj5o06drj5o06drj5o06dr0", null), alarm.Event);
        Assert.Equal("client:api", alarm.Actor);
    }

    [Fact]
    public async Task raises_none_for_tokens_that_were_issued_or_refused()
    {
        await using var node = await StartAsync();
        var issued = Accepted(Encoding.ASCII.GetString(await node.IssueAsync()));
        var refused = new Receipt(new string('d', 43), "06drj5o06drj5o06drj5o06dr0", "token_expired", 1, 900);

        Assert.Equal("new", await HandInAsync(node, new SpecVerifier(keys.Issuers).Next(node, [issued, refused])));

        Assert.DoesNotContain(await node.Log.Events(), each => each.Event is UnloggedTokenSeen);
    }

    [Fact]
    public async Task has_them_sent_again_while_the_log_does_not_answer_and_forgets_no_alarm()
    {
        await using var node = await StartAsync();
        var forged = Accepted(Encoding.ASCII.GetString(A_token_that_was_never_issued.Forge(node, "06drj5o06drj5o06drj5o06dr0")));
        var batch = new SpecVerifier(keys.Issuers).Next(node, [forged]);

        node.Log.BeforeAppend = _ => throw SpecLog.Gone;
        await Assert.ThrowsAsync<LogUnavailableException>(() => HandInAsync(node, batch));
        Assert.Empty(await RecordedAsync(node));

        // On record, and the node never learnt it.
        (node.Log.BeforeAppend, node.Log.AfterAppend) = (null, _ => throw SpecLog.Gone);
        await Assert.ThrowsAsync<LogUnavailableException>(() => HandInAsync(node, batch));

        node.Log.AfterAppend = null;
        Assert.Equal("known", await HandInAsync(node, batch));
        Assert.Single(await RecordedAsync(node));
        Assert.Single(await node.Log.Events(), each => each.Event is UnloggedTokenSeen);
    }

    [Fact]
    public async Task confirms_the_refresh_whose_token_was_accepted()
    {
        await using var app = await Families.SpecApp.StartAsync();
        await RegisterAsync(app.Node, keys.Issuers);
        var opened = await app.OpenAsync();
        var answer = await app.RefreshAsync(opened.RefreshToken);
        using var stop = new CancellationTokenSource();
        var recording = app.Node.Confirmations.RunAsync(stop.Token);

        await HandInAsync(app.Node, new SpecVerifier(keys.Issuers).Next(app.Node, [Accepted(Encoding.ASCII.GetString(answer.AccessToken.Span))]));

        for (var polls = 0; !(await app.EventsAsync(opened.Family)).Any(each => each is Argus.Domain.Families.RefreshConfirmed) && polls < 10_000; polls++)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await recording;
        await app.Node.AdvanceAsync(TimeSpan.FromSeconds(10));
        await app.RefusesAsync(opened.RefreshToken, "reuse");
    }

    private async Task<SpecNode> StartAsync()
    {
        var node = await SpecNode.StartAsync();
        await RegisterAsync(node, keys.Issuers);
        return node;
    }

    internal static async Task<List<ReceiptsRecorded>> RecordedAsync(SpecNode node) =>
        [.. (await node.Log.Events()).Select(each => each.Event).OfType<ReceiptsRecorded>()];
}
