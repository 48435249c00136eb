using Argus.Log;

namespace Argus.Contract;

/// <summary>The feed of standing entries, which keeps every node's view fresh.</summary>
public abstract class FollowingContract : EventLogContract
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task only_standing_entries_are_in_it_and_in_the_order_of_their_appends()
    {
        var start = await EndOfFeed();
        var other = NewTenant();
        await Append(At("s", 0, Standing("a"), Passing("-"), Standing("b")));
        await Append(other, At("s", 0, Standing("c")));
        await Append(At("t", 0, Passing("-")));
        await Append(At("s", 3, Standing("d")), At("t", 1, Standing("e")));

        var feed = await Feed(start, 5);

        Assert.Equal(["0 s/0 a", "2 s/2 b", "0 s/0 c", "4 s/3 d", "5 t/1 e"], feed.Select(Line));
        Assert.Equal([Tenant, Tenant, other, Tenant, Tenant], feed.Select(entry => entry.Tenant));
        Assert.Equal(feed.Select(entry => entry.Feed).Order().Distinct(), feed.Select(entry => entry.Feed));
    }

    [Fact]
    public async Task only_standing_entries_have_a_number()
    {
        await Append(At("s", 0, Standing("a"), Passing("b"), Standing("c")));

        Assert.Equal([true, false, true], (await Entries()).Select(entry => entry.Feed is not null));
    }

    [Fact]
    public async Task an_append_learns_the_number_of_its_last_standing_entry()
    {
        var appended = Accepted(await Append(At("s", 0, Standing("a"), Standing("b"), Passing("c"))));
        var passing = Accepted(await Append(At("s", 3, Passing("d"))));

        Assert.Equal((await Entries())[1].Feed, appended.Feed);
        Assert.NotNull(appended.Feed);
        Assert.Null(passing.Feed);
    }

    [Fact]
    public async Task it_can_be_followed_from_any_number_on()
    {
        var start = await EndOfFeed();
        await Append(At("s", 0, Standing("a"), Standing("b"), Standing("c")));
        var first = (await Feed(start, 3))[0].Feed!.Value;

        Assert.Equal(["1 s/1 b", "2 s/2 c"], (await Feed(first, 2)).Select(Line));
    }

    [Fact]
    public async Task a_follower_wakes_up_on_an_append()
    {
        await using var follower = Follow(await EndOfFeed(), Never);
        Assert.Equal((0, true), Shape(await Next(follower)));

        // Nothing but the append can end the wait: the poll would come in an hour.
        for (var i = 0; i < 3; i++)
        {
            var next = Next(follower);
            await Append(At("s", i, Standing($"event-{i}")));
            Assert.Equal([$"{i} s/{i} event-{i}"], (await next).Entries.Select(Line));
        }
    }

    [Fact]
    public async Task a_follower_gets_pages_while_nothing_happens()
    {
        await using var follower = Follow(await EndOfFeed(), TimeSpan.FromMilliseconds(20));

        var pages = new List<FeedPage>();
        for (var i = 0; i < 4; i++)
            pages.Add(await Next(follower));

        Assert.All(pages, page => Assert.Equal((0, true), Shape(page)));
        Assert.Equal(4, pages.Select(page => page.ReadAt).Distinct().Count());
        Assert.Equal(pages.Select(page => page.ReadAt).Order(), pages.Select(page => page.ReadAt));
    }

    [Fact]
    public async Task a_page_dates_from_before_its_read_began()
    {
        await using var follower = Follow(await EndOfFeed(), TimeSpan.FromMilliseconds(20));
        await Next(follower);
        var before = TimeProvider.System.GetTimestamp();
        await Next(follower);
        var page = await Next(follower);

        Assert.InRange(page.ReadAt, before, TimeProvider.System.GetTimestamp());
    }

    [Fact]
    public async Task conflicts_do_not_show_in_it()
    {
        var start = await EndOfFeed();
        await Append(At("s", 3, Standing("lost")));
        await Append(At("s", 0, Standing("a")));
        await Append(At("s", 0, Standing("lost")));
        await Append(At("s", 1, Standing("b")));

        Assert.Equal(["0 s/0 a", "1 s/1 b"], (await Feed(start, 2)).Select(Line));
    }

    [Fact]
    public async Task whoever_follows_while_many_append_misses_nothing()
    {
        var start = await EndOfFeed();
        var following = Feed(start, 200);
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => Append(NewTenant(), At("s", 0, Standing($"event-{i}"))))));

        var feed = await following;

        Assert.Equal(results.Select(result => Accepted(result).Feed!.Value).Order(), feed.Select(entry => entry.Feed!.Value));
    }

    [Fact]
    public async Task following_ends_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await using var follower = Log.FollowAsync(await EndOfFeed(), Never, cancelled.Token).GetAsyncEnumerator(CancellationToken.None);
        await Next(follower);

        var waiting = Next(follower);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private async Task<long> EndOfFeed() => Accepted(await Append(NewTenant(), At("mark", 0, Standing("mark")))).Feed!.Value;

    private IAsyncEnumerator<FeedPage> Follow(long after, TimeSpan poll) => Log.FollowAsync(after, poll, Cancellation).GetAsyncEnumerator(Cancellation);

    private static async Task<FeedPage> Next(IAsyncEnumerator<FeedPage> follower)
    {
        Assert.True(await follower.MoveNextAsync().AsTask().WaitAsync(Bound));
        return follower.Current;
    }

    private static (int Entries, bool CaughtUp) Shape(FeedPage page) => (page.Entries.Count, page.CaughtUp);
}
