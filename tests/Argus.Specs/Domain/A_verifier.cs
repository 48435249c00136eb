using System.Text;
using Argus.Domain.Kernel;
using Argus.Domain.Verifiers;

namespace Argus.Specs.Domain;

/// <summary>What a verifier hands in, batch by batch, and what becomes of one that does not go on from the last.</summary>
public class A_verifier
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_000);
    private static readonly KnownKeys Keys = new(NameSet.Of("key"), 7);

    [Fact]
    public void begins_with_its_first_batch()
    {
        var state = Fold(Record(VerifierState.Initial, Batch("a", null, 0, Accepted(2), Refused(3))));

        Assert.Equal((true, 0L, "a", 1_000L, 1L), (state.Exists, state.Seq, state.Digest, state.At, state.Version));
        Assert.Equal((2L, 3L, 0L), (state.Totals.Accepted, state.Totals.Rejected, state.Totals.Lost));
        Assert.Empty(state.Totals.Gaps);
        Assert.Equal(NameSet.Of("key"), state.Kids);
    }

    [Fact]
    public void goes_on_from_the_last_one()
    {
        var decision = Record(Fold(First()), Batch("b", "a", 1, Accepted(5)));

        Same(
            decision,
            new ReceiptsRecorded(1_000, "b", null, 7, Keys.Kids, [Accepted(5)], 1, new VerifierTotals(6, [], 0, 0), null));
    }

    [Fact]
    public void may_hand_in_the_last_one_again_when_the_answer_was_lost()
    {
        Record(Fold(First()), Batch("a", null, 0, Accepted(1))).Gives();
        Record(Fold(First(), Record(Fold(First()), Batch("b", "a", 1))), Batch("b", "a", 1)).Gives();
    }

    [Fact]
    public void shows_by_a_gap_what_never_came()
    {
        var decision = Record(Fold(First()), Batch("e", "d", 4));

        Same(decision, new ReceiptsRecorded(1_000, "e", new ReceiptGap(1, 3), 7, Keys.Kids, [], 4, new VerifierTotals(1, [new ReceiptGap(1, 3)], 3, 0), null));
        Same(
            Record(VerifierState.Initial, Batch("c", "b", 2)),
            new ReceiptsRecorded(1_000, "c", new ReceiptGap(0, 1), 7, Keys.Kids, [], 2, new VerifierTotals(0, [new ReceiptGap(0, 1)], 2, 0), null));
    }

    [Fact]
    public void keeps_the_latest_gaps_and_counts_all()
    {
        var state = Fold(First());
        for (var i = 1; i <= 40; i++)
            state = state.Then(Record(state, Batch($"{i}", "?", 2 * i)));

        Assert.Equal(40, state.Totals.Lost);
        Assert.Equal(VerifierTotals.MostGaps, state.Totals.Gaps.Count);
        Assert.Equal(new ReceiptGap(79, 79), state.Totals.Gaps[^1]);
    }

    [Theory]
    [InlineData("x", null, 0)]
    [InlineData("x", "a", 0)]
    public void cannot_go_back(string digest, string? previous, long seq) =>
        Record(Fold(First(), Record(Fold(First()), Batch("b", "a", 1))), Batch(digest, previous, seq)).IsRefused("receipts_out_of_order");

    [Fact]
    public void cannot_say_another_thing_under_the_same_number() => Record(Fold(First()), Batch("x", null, 0)).IsRefused("receipts_out_of_order");

    [Theory]
    [InlineData("x", "x", 1)]
    [InlineData("x", null, 1)]
    public void cannot_go_on_from_something_else(string digest, string? previous, long seq) =>
        Record(Fold(First()), Batch(digest, previous, seq)).IsRefused("receipts_chain_broken");

    [Fact]
    public void cannot_begin_behind_something() => Record(VerifierState.Initial, Batch("a", "z", 0)).IsRefused("receipts_chain_broken");

    [Fact]
    public void is_never_heard_earlier_than_before()
    {
        var again = VerifierDecider.Record(Fold(First()), Batch("b", "a", 1), Now - TimeSpan.FromMinutes(5));

        Assert.Equal(1_000, ((ReceiptsRecorded)Assert.Single(again.Events)).At);
    }

    [Fact]
    public void fits_into_events_whatever_it_says()
    {
        var longest = new RecordedReceipt(1_000_000_000_000_000, new string('d', 43), 1_000_000_000_000_000, new string('j', 64), new string('r', 40));
        var unlisted = new SortedDictionary<string, long>(Enumerable.Range(0, 32).ToDictionary(i => new string((char)('a' + (i % 26)), 38 + (i / 26)), _ => 1_000_000_000_000_000L));
        var kids = NameSet.Of(Enumerable.Range(0, 32).Select(i => new string((char)('A' + i), 43)));
        var batch = new HandedInBatch("a", "b", 1_000_000, new KnownKeys(kids, 1), new TokenDecisions([.. Enumerable.Repeat(longest, 1_000)], unlisted));
        var crowded = Fold(First());
        for (var i = 1; i <= 20; i++)
            crowded = crowded.Then(Record(crowded, Batch($"{i}", "?", 1_000L * i)));

        var events = Record(crowded, batch).Events;

        Assert.Equal(10, events.Count);
        Assert.All(events, @event => Assert.InRange(EventCodec.Encode(@event, new Origin("a", "c")).Body.Length, 1, 32_768));
        Assert.Equal(1_000, events.Sum(@event => @event is ReceiptsRecorded first ? first.Receipts.Count : ((ReceiptsContinued)@event).Receipts.Count));
        Assert.Equal(crowded.Version + 10, crowded.Then(Record(crowded, batch)).Version);
    }

    [Fact]
    public void can_be_known_from_the_last_entry_with_a_label_on()
    {
        var (whole, history) = (VerifierState.Initial, new List<(bool IsLabelled, IVerifierEvent Event)>());
        for (var i = 0; i < 700; i++)
        {
            var at = Now + TimeSpan.FromSeconds(5 * i);
            var decision = VerifierDecider.Record(whole, Batch($"{i}", i == 0 ? null : $"{i - 1}", i, Accepted(1)), at);
            history.Add((whole.IsLabelDue(at.ToUnixTimeSeconds()), decision.Events[0]));
            whole = whole.Then(decision);
        }

        var labelled = history.FindLastIndex(entry => entry.IsLabelled);
        var fromThere = history[labelled..].Select(entry => entry.Event).Aggregate(VerifierState.From(labelled), VerifierState.Evolve);

        Assert.Equal(whole, fromThere);
        Assert.InRange(history.Count(entry => entry.IsLabelled), 4, 5);
        Assert.InRange(history.Count - labelled, 1, 256);
    }

    [Fact]
    public void has_a_stream_that_names_it()
    {
        var client = TextId.Parse<ClientId>("urn:svc:one");

        Assert.True(VerifierState.TryName(VerifierState.StreamOf(client, Samples.Verifier), out var named, out var verifier));
        Assert.Equal((client, Samples.Verifier), (named, verifier));
        Assert.False(VerifierState.TryName("verifier:orders", out _, out _));
        Assert.False(VerifierState.TryName($"family:orders:{Samples.Verifier}", out _, out _));
    }

    private static RecordedReceipt Accepted(long count) => new(count, "digest", 900, "jti", RecordedReceipt.Accepted);

    private static RecordedReceipt Refused(long count) => new(count, "digest", 900, null, "token_expired");

    private static HandedInBatch Batch(string digest, string? previous, long seq, params RecordedReceipt[] receipts) =>
        new(digest, previous, seq, Keys, new TokenDecisions(receipts, null));

    private static Decision<IVerifierEvent> First() => Record(VerifierState.Initial, Batch("a", null, 0, Accepted(1)));

    /// <summary>Decided again on its own result, the same changes nothing.</summary>
    private static Decision<IVerifierEvent> Record(VerifierState state, HandedInBatch batch)
    {
        var decision = VerifierDecider.Record(state, batch, Now);
        if (decision.Refusal is null)
            VerifierDecider.Record(state.Then(decision), batch, Now).Gives();
        return decision;
    }

    private static VerifierState Fold(params IEnumerable<Decision<IVerifierEvent>> decisions) => decisions.Aggregate(VerifierState.Initial, Verifiers.Then);

    /// <summary>Lists within events are compared by what is stored of them.</summary>
    private static void Same(Decision<IVerifierEvent> decision, params IVerifierEvent[] events)
    {
        Assert.Null(decision.Refusal);
        Assert.Equal(events.Select(Stored), decision.Events.Select(Stored));
    }

    private static string Stored(IVerifierEvent @event) => Encoding.UTF8.GetString(EventCodec.Encode(@event, new Origin("a", "c")).Body.Span);
}

internal static class Verifiers
{
    public static VerifierState Then(this VerifierState state, Decision<IVerifierEvent> decision)
    {
        Assert.Null(decision.Refusal);
        return Deciding.Fold(state, VerifierState.Evolve, decision.Events);
    }
}
