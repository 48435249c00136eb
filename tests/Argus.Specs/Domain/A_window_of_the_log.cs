using Argus.Domain.Archive;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

public class A_window_of_the_log
{
    private static readonly WindowDropped Dropped = new(7, 2, 100, 9, "root", 12, 200);
    private static readonly WindowRestored Restored = new(7, 100, 200);

    [Fact]
    public void is_dropped_once()
    {
        var state = After(ArchiveState.Initial, ArchiveDecider.Drop(ArchiveState.Initial, Dropped), Dropped);

        After(state, ArchiveDecider.Drop(state, Dropped));
        After(state, ArchiveDecider.Drop(state, Dropped with { Size = 99, Root = "of a later archive" }));
    }

    [Fact]
    public void is_dropped_again_when_more_came_into_it()
    {
        var state = After(ArchiveState.Initial, ArchiveDecider.Drop(ArchiveState.Initial, Dropped), Dropped);
        var more = Dropped with { Entries = 8, LastPosition = 11 };

        After(state, ArchiveDecider.Drop(state, more), more);
    }

    [Fact]
    public void is_restored_once_and_dropped_again()
    {
        var state = After(ArchiveState.Initial, ArchiveDecider.Drop(ArchiveState.Initial, Dropped), Dropped);
        state = After(state, ArchiveDecider.Restore(state, Restored), Restored);
        After(state, ArchiveDecider.Restore(state, Restored));
        After(state, ArchiveDecider.Drop(state, Dropped), Dropped);
    }

    [Fact]
    public void is_not_restored_before_it_was_dropped() =>
        Assert.Equal("window_not_dropped", ArchiveDecider.Restore(ArchiveState.Initial, Restored).Refusal?.Code);

    [Theory]
    [InlineData(9, "window_not_archived")]
    [InlineData(10, null)]
    public void is_not_dropped_before_its_last_entry_is_archived(long size, string? code) =>
        Assert.Equal(code, ArchiveDecider.Drop(ArchiveState.Initial, Dropped with { Size = size }).Refusal?.Code);

    [Fact]
    public void has_a_stream_of_its_own() => Assert.Equal(
        "archive:20260101T000000Z_20260131T060000Z",
        ArchiveState.StreamOf(new(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)), new(2026, 1, 31, 6, 0, 0, TimeSpan.Zero)));

    private static ArchiveState After(ArchiveState state, Decision<IArchiveEvent> decision, params IArchiveEvent[] expected)
    {
        Assert.Null(decision.Refusal);
        Assert.Equal(expected, decision.Events);
        return decision.Events.Aggregate(state, ArchiveState.Evolve);
    }
}
