using Argus.Log;

namespace Argus.Contract;

/// <summary>Expected versions, positions, and what shares an append or a burst.</summary>
public abstract class AppendingContract : EventLogContract
{
    [Fact]
    public async Task a_log_begins_at_position_0_and_a_stream_at_version_0()
    {
        var result = Accepted(await Append(At("s", 0, Passing("first"), Passing("second"))));

        Assert.Equal((0, null), (result.FirstPosition, result.Feed));
        Assert.Equal(["0 s/0 first", "1 s/1 second"], await Lines());
    }

    [Fact]
    public async Task a_stream_goes_on_where_it_stands()
    {
        await Append(At("s", 0, Passing("first"), Passing("second")));

        Assert.Equal(2, Accepted(await Append(At("s", 2, Passing("third")))).FirstPosition);
        Assert.Equal(["0 s/0 first", "1 s/1 second", "2 s/2 third"], await Lines());
    }

    [Theory]
    [InlineData(0)] // Thought new, but exists.
    [InlineData(1)] // Behind.
    [InlineData(3)] // Ahead.
    [InlineData(2 + (1L << 32))] // The same in 32 bits.
    [InlineData(long.MaxValue)]
    public async Task another_version_than_the_streams_is_a_conflict_and_writes_nothing(long expected)
    {
        await Append(At("s", 0, Passing("first"), Passing("second")));
        var head = await Log.ReadHeadAsync(Tenant, Cancellation);

        Assert.Equal(new AppendResult.Conflict("s"), await Append(At("s", expected, Standing("lost"))));
        Assert.Equal(["0 s/0 first", "1 s/1 second"], await Lines());
        Assert.Equal(head.RootHash.ToArray(), (await Log.ReadHeadAsync(Tenant, Cancellation)).RootHash.ToArray());
    }

    [Fact]
    public async Task a_stream_that_is_missing_conflicts_with_every_version_but_0()
    {
        Assert.Equal(new AppendResult.Conflict("s"), await Append(At("s", 1, Passing("lost"))));
        Assert.Empty(await Lines());
        Assert.Equal(0, (await Log.ReadHeadAsync(Tenant, Cancellation)).Size);
    }

    [Fact]
    public async Task a_loser_takes_no_position()
    {
        await Append(At("s", 0, Passing("first")));
        await Append(At("s", 0, Passing("lost")));

        Assert.Equal(1, Accepted(await Append(At("t", 0, Passing("next")))).FirstPosition);
        Assert.Equal(["0 s/0 first", "1 t/0 next"], await Lines());
    }

    [Fact]
    public async Task tenants_have_positions_and_streams_of_their_own()
    {
        var other = NewTenant();
        await Append(Tenant, At("s", 0, Passing("a")));
        await Append(other, At("s", 0, Passing("x"), Passing("y")));
        await Append(Tenant, At("s", 1, Passing("b")));
        await Append(other, At("t", 0, Passing("z")));

        Assert.Equal(["0 s/0 a", "1 s/1 b"], await Lines());
        Assert.Equal(["0 s/0 x", "1 s/1 y", "2 t/0 z"], await Lines(other));
    }

    [Fact]
    public async Task streams_of_different_kinds_are_different_even_when_they_share_an_identifier()
    {
        const string Id = "06drj5o06drj5o06drj5o06dr0";
        foreach (var stream in new[] { $"token:{Id}", $"client:{Id}", $"client:token:{Id}", $"verification:{Id}", Id })
            Assert.IsType<AppendResult.Appended>(await Append(At(stream, 0, Passing("first"))));

        Assert.Equal(["1 client:06drj5o06drj5o06drj5o06dr0/0 first"], (await Log.ReadStreamAsync(Tenant, $"client:{Id}", Cancellation)).Select(Line));
    }

    [Fact]
    public async Task several_streams_of_one_append_stand_next_to_one_another()
    {
        await Append(At("t", 0, Passing("old")));

        Assert.Equal(1, Accepted(await Append(At("s", 0, Passing("a"), Passing("b")), At("t", 1, Passing("c")))).FirstPosition);
        Assert.Equal(["0 t/0 old", "1 s/0 a", "2 s/1 b", "3 t/1 c"], await Lines());
    }

    [Theory]
    [InlineData(0, 7, "t")]
    [InlineData(7, 1, "s")]
    public async Task several_streams_of_one_append_enter_together_or_not_at_all(long s, long t, string conflicting)
    {
        await Append(At("t", 0, Passing("old")));

        Assert.Equal(new AppendResult.Conflict(conflicting), await Append(At("s", s, Passing("a")), At("t", t, Passing("b"))));
        Assert.Equal(["0 t/0 old"], await Lines());
    }

    [Fact]
    public async Task in_a_burst_each_gets_its_own_answer_and_losers_leave_their_neighbours_whole()
    {
        await Append(At("old", 0, Passing("old")));
        var other = NewTenant();

        var results = await Task.WhenAll(
            Append(At("s", 0, Standing("s0"))),
            Append(At("s", 0, Standing("lost"))),
            Append(other, At("s", 0, Passing("other"))),
            Append(At("s", 1, Passing("s1"), Passing("s2"))),
            Append(At("missing", 4, Standing("lost"))),
            Append(At("old", 0, Passing("lost"))),
            Append(At("old", 1, Passing("o1"))),
            Append(At("s", 3, Standing("s3"))));

        Assert.Equal([1L, null, 0, 2, null, null, 4, 5], results.Select(result => (result as AppendResult.Appended)?.FirstPosition));
        Assert.Equal(["s", "missing", "old"], results.OfType<AppendResult.Conflict>().Select(conflict => conflict.Stream));
        Assert.Equal(["0 old/0 old", "1 s/0 s0", "2 s/1 s1", "3 s/2 s2", "4 old/1 o1", "5 s/3 s3"], await Lines());
        Assert.Equal(["0 s/0 other"], await Lines(other));
    }

    [Fact]
    public async Task of_many_racers_on_one_stream_exactly_one_wins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => Append(At("s", 0, Passing($"racer-{i}"))))));

        Assert.Single(results.OfType<AppendResult.Appended>());
        Assert.Equal(63, results.Count(result => result == new AppendResult.Conflict("s")));
        Assert.Single(await Lines());
    }

    [Fact]
    public async Task a_log_that_can_be_appended_to_says_so_and_stays_as_it_is()
    {
        await Append(At("s", 0, Passing("first")));

        await Log.CheckAppendableAsync(Cancellation);

        Assert.Equal(["0 s/0 first"], await Lines());
    }
}
