using System.Text;
using Argus.Log;

namespace Argus.Contract;

/// <summary>Values that appends write beside the log: with the append or not at all, for a while, each tenant's its own.</summary>
public abstract class BesideContract : EventLogContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task what_was_never_written_is_not_there()
    {
        Assert.Null(await Read("k"));
        await Append(At("s", 0, Passing("a")));
        Assert.Null(await Read("k"));
    }

    [Fact]
    public async Task a_value_is_there_when_its_append_is()
    {
        Accepted(await Append("s", 0, Put("k", "one"), Put("another", "two")));

        Assert.Equal("one", await Read("k"));
        Assert.Equal("two", await Read("another"));
        Assert.Equal(["0 s/0 t"], await Lines());
    }

    [Fact]
    public async Task the_bytes_and_the_key_come_back_as_they_were_at_their_largest()
    {
        var value = Enumerable.Range(0, BesideWrite.MaxValueBytes).Select(i => (byte)(i * 31)).ToArray();
        var key = new string('~', BesideWrite.MaxKeyLength);
        await Append("s", 0, new BesideWrite(key, value, Hour));

        Assert.Equal(value, (await Log.ReadBesideAsync(Tenant, key, Cancellation))!.Value.ToArray());
        Assert.Null(await Read(key[1..]));
    }

    [Theory]
    [InlineData(0)] // Thought new, but exists.
    [InlineData(2)] // Ahead.
    public async Task a_conflict_writes_nothing(long expected)
    {
        await Append("s", 0, Put("k", "one"), Put("gone", "still here"));

        Assert.Equal(new AppendResult.Conflict("s"), await Append("s", expected, Put("k", "lost"), Put("new", "lost"), Delete("gone")));
        Assert.Equal(("one", null, "still here"), (await Read("k"), await Read("new"), await Read("gone")));
    }

    [Fact]
    public async Task a_later_append_overwrites_it()
    {
        for (var version = 0; version < 10; version++)
        {
            await Append("s", version, Put("k", $"value-{version}"));
            Assert.Equal($"value-{version}", await Read("k"));
        }
    }

    [Fact]
    public async Task an_empty_value_deletes_it()
    {
        await Append("s", 0, Put("k", "one"), Put("other", "two"));
        await Append("s", 1, Delete("k"), Delete("never-there"));

        Assert.Equal((null, "two"), (await Read("k"), await Read("other")));
        await Append("s", 2, Put("k", "again"));
        Assert.Equal("again", await Read("k"));
    }

    [Fact]
    public async Task tenants_have_keys_of_their_own()
    {
        var other = NewTenant();
        await Append("s", 0, Put("k", "mine"));
        Assert.Null(await Read("k", other));

        await Append(other, "s", 0, Put("k", "theirs"));
        Assert.Equal(("mine", "theirs"), (await Read("k"), await Read("k", other)));
        await Append(other, "s", 1, Delete("k"));
        Assert.Equal(("mine", null), (await Read("k"), await Read("k", other)));
    }

    [Fact]
    public async Task a_value_is_over_when_its_time_since_the_commit_is()
    {
        var keepFor = TimeSpan.FromMilliseconds(300);
        var written = Accepted(await Append("s", 0, Put("k", "short", keepFor), Put("long", "long")));

        await UntilOver("k");

        var probe = Accepted(await Append(NewTenant(), At("s", 0, Passing("probe"))));
        Assert.InRange(probe.CommitTime - written.CommitTime, keepFor, Bound);
        Assert.Equal("long", await Read("long"));
    }

    [Fact]
    public async Task a_value_that_is_kept_for_no_time_is_over_at_once_and_an_older_one_with_it()
    {
        await Append("s", 0, Put("k", "one"));
        await Append("s", 1, Put("k", "two", TimeSpan.Zero));

        await UntilOver("k");
    }

    [Fact]
    public async Task what_is_overwritten_begins_its_time_anew()
    {
        await Append("s", 0, Put("k", "short", TimeSpan.Zero));
        await UntilOver("k");
        await Append("s", 1, Put("k", "anew"));

        await Log.ForgetBesideAsync(Cancellation);
        Assert.Equal("anew", await Read("k"));
    }

    [Fact]
    public async Task forgetting_deletes_what_is_over_of_all_tenants_and_nothing_else()
    {
        const int Many = 2_500;
        var other = NewTenant();
        await Append("s", 0, [.. Enumerable.Range(0, Many).Select(i => Put($"k{i}", "x", i % 2 == 0 ? TimeSpan.Zero : Hour))]);
        await Append(other, "s", 0, Put("k", "x", TimeSpan.Zero), Put("stays", "x"));
        await UntilOver("k0");
        await UntilOver("k", other);

        Assert.InRange(await Log.ForgetBesideAsync(Cancellation), Many / 2 + 1, int.MaxValue);
        Assert.Equal(0, await Log.ForgetBesideAsync(Cancellation));

        Assert.Equal("x", await Read("stays", other));
        for (var i = 0; i < Many; i += 250)
            Assert.Equal((null, "x"), (await Read($"k{i}"), await Read($"k{i + 1}")));
    }

    [Fact]
    public async Task of_a_burst_that_writes_one_key_the_last_admitted_wins()
    {
        await Append("s", 0, Put("k", "before"));

        var results = await Task.WhenAll(
            Append("s", 1, Put("k", "one")),
            Append("t", 0, Delete("k")),
            Append("s", 2, Put("k", "two"), Put("deleted", "x")),
            Append("t", 1, Put("k", "three"), Delete("deleted")),
            Append("s", 2, Put("k", "lost")));

        Assert.Equal(4, results.OfType<AppendResult.Appended>().Count());
        Assert.Equal(("three", null), (await Read("k"), await Read("deleted")));
    }

    [Fact]
    public void what_could_not_be_written_is_refused_before_it_joins_others()
    {
        Refused(Put("", "x"));
        Refused(Put(new string('k', BesideWrite.MaxKeyLength + 1), "x"));
        Refused(Put("k\0", "x"));
        Refused(Put("a b", "x"));
        Refused(Put("ké", "x"));
        Refused(new BesideWrite("k", new byte[BesideWrite.MaxValueBytes + 1], Hour));
        Refused(Put("k", "x", TimeSpan.FromTicks(-1)));
        Refused(Put("k", "x", TimeSpan.MaxValue));
        Refused(Put("k", "x"), Put("l", "x"), Put("k", "y"));
        Refused(Put("k", "x"), Delete("k"));
    }

    private static void Refused(params BesideWrite[] writes) =>
        Assert.Throws<ArgumentException>(() => new Append("t", At("s", 0, Passing("a"))) { Beside = writes });

    private static BesideWrite Put(string key, string value, TimeSpan? keepFor = null) => new(key, Encoding.UTF8.GetBytes(value), keepFor ?? Hour);

    private static BesideWrite Delete(string key) => new(key, default, TimeSpan.Zero);

    private Task<AppendResult> Append(string stream, long version, params BesideWrite[] beside) => Append(Tenant, stream, version, beside);

    private Task<AppendResult> Append(string tenant, string stream, long version, params BesideWrite[] beside) =>
        Log.AppendAsync(new Append(tenant, At(stream, version, Passing("t"))) { Beside = beside }, Cancellation).AsTask();

    private async Task<string?> Read(string key, string? tenant = null) =>
        await Log.ReadBesideAsync(tenant ?? Tenant, key, Cancellation) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

    private async Task UntilOver(string key, string? tenant = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (await Read(key, tenant) is not null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Bound, $"{key} is still there.");
            await Task.Delay(10, Cancellation);
        }
    }
}
