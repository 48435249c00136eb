using System.Globalization;
using System.Text.Json;
using Argus.Log;

namespace Argus.Contract;

/// <summary>What was appended is read back: by stream, by position, as a head, and as bytes.</summary>
public abstract class ReadingContract : EventLogContract
{
    [Fact]
    public async Task a_stream_has_its_own_entries_only_and_in_order()
    {
        await Append(NewTenant(), At("s", 0, Passing("other")));
        await Append(At("s", 0, Passing("a")), At("t", 0, Passing("x")));
        await Append(At("s", 1, Passing("b"), Passing("c")));

        var entries = await Log.ReadStreamAsync(Tenant, "s", Cancellation);

        Assert.Equal(["0 s/0 a", "2 s/1 b", "3 s/2 c"], entries.Select(Line));
    }

    [Fact]
    public async Task a_stream_can_be_read_from_every_version()
    {
        await Append(At("s", 0, Passing("a")), At("t", 0, Passing("x"), Passing("y"), Passing("z")));
        await Append(At("s", 1, Passing("b"), Passing("c")));

        for (var from = 0; from <= 4; from++)
        {
            var entries = await Log.ReadStreamAsync(Tenant, "s", from, Cancellation);
            Assert.Equal(new[] { "0 s/0 a", "4 s/1 b", "5 s/2 c" }.Skip(from), entries.Select(Line));
        }

        Assert.Empty(await Log.ReadStreamAsync(Tenant, "s", long.MaxValue, Cancellation));
    }

    [Fact]
    public async Task what_was_never_appended_is_empty()
    {
        Assert.Empty(await Log.ReadStreamAsync(Tenant, "s", Cancellation));
        Assert.Empty(await Entries());
        await Append(At("s", 0, Passing("a")));
        Assert.Empty(await Log.ReadStreamAsync(Tenant, "t", Cancellation));
    }

    [Fact]
    public async Task a_log_can_be_read_from_every_position()
    {
        await Append(At("s", 0, Passing("a"), Passing("b"), Passing("c")));

        for (var from = 0; from <= 4; from++)
            Assert.Equal(Enumerable.Range(0, 3).Where(position => position >= from).Select(position => (long)position), (await Entries(from: from)).Select(e => e.Position));
    }

    [Fact]
    public async Task a_long_log_is_read_to_its_end()
    {
        await Append(At("s", 0, [.. Enumerable.Range(0, 10_001).Select(_ => Passing("many"))]));

        Assert.Equal(Enumerable.Range(0, 10_001).Select(position => (long)position), (await Entries()).Select(entry => entry.Position));
        Assert.Equal([9_999, 10_000], (await Entries(from: 9_999)).Select(entry => entry.Position));
    }

    [Fact]
    public async Task a_log_that_does_not_exist_has_the_head_of_an_empty_tree()
    {
        var head = await Log.ReadHeadAsync(Tenant, Cancellation);

        Assert.Equal(0, head.Size);
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(head.RootHash.Span));
    }

    [Fact]
    public async Task the_heads_root_follows_from_the_bytes_of_the_entries()
    {
        for (var size = 1; size <= 20; size++)
        {
            await Append(At("s", size - 1, Passing($"entry-{size}")));

            var head = await Log.ReadHeadAsync(Tenant, Cancellation);
            var leaves = (await Entries()).Select(entry => entry.Bytes.ToArray()).ToArray();
            Assert.Equal(size, head.Size);
            Assert.Equal(NaiveMerkle.Root(leaves), head.RootHash.ToArray());
        }
    }

    [Fact]
    public async Task the_bytes_of_an_entry_say_where_it_stands()
    {
        await Append(At("x", 0, Passing("before")));
        await Append(At("s", 0, Passing("earlier")));
        var appended = Accepted(await Append(At("s", 1, Standing("some.type"))));

        var entry = (await Entries())[^1];

        var time = appended.CommitTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        var expected = "{\"actor\":\"spec\",\"context\":{},\"correlation_id\":\"c\",\"data\":{},\"position\":2,\"stream\":\"s\",\"stream_version\":1,"
            + $"\"tenant\":\"{Tenant}\",\"time\":\"{time}\",\"type\":\"some.type\",\"type_version\":1}}";
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(entry.Bytes.Span));
        Assert.Equal((Tenant, 2L, "s", 1L), (entry.Tenant, entry.Position, entry.Stream, entry.StreamVersion));
    }

    [Fact]
    public async Task the_result_carries_the_very_time_that_the_entries_carry()
    {
        var appended = Accepted(await Append(At("s", 0, Passing("a"), Passing("b"))));

        Assert.All(await Entries(), entry => Assert.Equal(appended.CommitTime, Time(entry)));
    }

    [Fact]
    public async Task time_never_runs_back_along_a_log()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => Append(At($"s{i}", 0, Passing("a"), Passing("b"))))));

        var times = (await Entries()).Select(Time).ToArray();
        Assert.Equal(200, times.Length);
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task a_moment_has_the_position_of_the_first_entry_from_then_on()
    {
        await Append(NewTenant(), At("s", 0, Passing("other")));
        await Append(At("s", 0, Passing("a"), Passing("b")));
        for (var version = 2; version < 5; version++)
        {
            await LaterThan((await Entries())[^1]);
            await Append(At("s", version, Passing("c")));
        }

        var times = (await Entries()).Select(Time).ToArray();

        // Before the first, exactly at each (the two of one append share a moment), between each and the next, behind the last.
        Assert.Equal(0, await Log.PositionAtAsync(Tenant, DateTimeOffset.UnixEpoch, Cancellation));
        foreach (var time in times)
            Assert.Equal(Array.IndexOf(times, time), await Log.PositionAtAsync(Tenant, time, Cancellation));
        foreach (var time in times)
            Assert.Equal(Array.LastIndexOf(times, time) + 1, await Log.PositionAtAsync(Tenant, time.AddMicroseconds(1), Cancellation));
        Assert.Equal(5, await Log.PositionAtAsync(Tenant, times[^1].AddYears(1), Cancellation));
    }

    [Fact]
    public async Task every_moment_of_an_empty_log_is_its_end()
    {
        await Append(NewTenant(), At("s", 0, Passing("other")));

        Assert.Equal(0, await Log.PositionAtAsync(Tenant, DateTimeOffset.UnixEpoch, Cancellation));
        Assert.Equal(0, await Log.PositionAtAsync(Tenant, DateTimeOffset.UnixEpoch.AddYears(500), Cancellation));
    }

    /// <summary>Commit times count microseconds; the next append is to have one of its own, and room before it.</summary>
    private async Task LaterThan(LogEntry entry)
    {
        while (true)
        {
            var probe = Accepted(await Append(NewTenant(), At("s", 0, Passing("probe"))));
            if (probe.CommitTime > Time(entry).AddMicroseconds(2))
                return;
        }
    }

    private static DateTimeOffset Time(LogEntry entry)
    {
        using var json = JsonDocument.Parse(entry.Bytes);
        return json.RootElement.GetProperty("time").GetDateTimeOffset();
    }
}
