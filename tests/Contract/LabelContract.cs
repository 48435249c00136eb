using Argus.Log;

namespace Argus.Contract;

/// <summary>Streams are found by the labels that appends put on them: with the append or not at all, newest first, each tenant's its own.</summary>
public abstract class LabelContract : EventLogContract
{
    [Fact]
    public async Task what_was_never_labelled_is_not_found()
    {
        Assert.Empty(await Found("l"));
        await Append(At("s", 0, Passing("a")));
        Assert.Empty(await Found("l"));
    }

    [Fact]
    public async Task a_labelled_stream_is_found_at_the_position_of_the_appends_first_entry_in_it()
    {
        await Append(At("before", 0, Passing("a"), Passing("b")));
        Accepted(await Label([At("s", 0, Passing("a"), Passing("b")), At("t", 0, Passing("c")), At("u", 0, Passing("d"))], new("s", "l"), new("u", "l")));

        Assert.Equal(["u@5", "s@2"], await Found("l"));
    }

    [Fact]
    public async Task only_the_whole_label_finds()
    {
        await Label("s", 0, "families:client:spa", "families");

        Assert.Equal(["s@0"], await Found("families"));
        Assert.Equal(["s@0"], await Found("families:client:spa"));
        foreach (var other in new[] { "familie", "families:", "families:client", "families:client:spa2", "Families", "%" })
            Assert.Empty(await Found(other));
    }

    [Fact]
    public async Task labels_that_end_with_the_same_identifier_are_different()
    {
        await Label("s", 0, "families:subject:06drj5o06drj5o06drj5o06dr0");

        Assert.Empty(await Found("sessions:subject:06drj5o06drj5o06drj5o06dr0"));
        Assert.Equal(["s@0"], await Found("families:subject:06drj5o06drj5o06drj5o06dr0"));
    }

    [Fact]
    public async Task a_stream_can_be_labelled_later()
    {
        await Label("s", 0, "requested");
        await Label("t", 0, "requested");
        await Label("s", 1, "authorized");

        Assert.Equal(["t@1", "s@0"], await Found("requested"));
        Assert.Equal(["s@2"], await Found("authorized"));
    }

    [Fact]
    public async Task a_stream_stands_there_once_for_each_append_that_labelled_it()
    {
        await Label("s", 0, "l");
        await Label("s", 1, "l");

        Assert.Equal(["s@1", "s@0"], await Found("l"));
    }

    [Theory]
    [InlineData(0)] // Thought new, but exists.
    [InlineData(2)] // Ahead.
    public async Task a_conflict_labels_nothing(long expected)
    {
        await Append(At("s", 0, Passing("a")));

        Assert.Equal(new AppendResult.Conflict("s"), await Label("s", expected, "l"));
        Assert.Empty(await Found("l"));
    }

    [Fact]
    public async Task of_a_burst_those_admitted_are_found()
    {
        await Append(At("old", 0, Passing("a")));

        var results = await Task.WhenAll(Label("s", 0, "l"), Label("s", 0, "l", "lost"), Label("old", 0, "l", "lost"), Label("s", 1, "m"), Label("t", 0, "l"));

        Assert.Equal(3, results.OfType<AppendResult.Appended>().Count());
        Assert.Equal(["t@3", "s@1"], await Found("l"));
        Assert.Equal(["s@2"], await Found("m"));
        Assert.Empty(await Found("lost"));
    }

    [Fact]
    public async Task tenants_have_labels_of_their_own()
    {
        var other = NewTenant();
        await Label("s", 0, "l");
        Assert.Empty(await Log.FindStreamsAsync(other, "l", null, 10, Cancellation));

        await Append(other, At("x", 0, Passing("a")));
        Assert.Empty(await Log.FindStreamsAsync(other, "l", null, 10, Cancellation));
    }

    [Fact]
    public async Task pages_follow_one_another_without_a_gap_and_without_an_overlap()
    {
        for (var i = 0; i < 7; i++)
            await Label($"s{i}", 0, i % 2 == 0 ? ["l"] : ["l", "odd"]);

        var pages = new List<string>();
        IReadOnlyList<LabelledStream> page = await Log.FindStreamsAsync(Tenant, "l", null, 3, Cancellation);
        while (page.Count > 0)
        {
            pages.Add(string.Join(' ', page.Select(Line)));
            // What comes in between is newer, and does not move the pages.
            await Label($"new{pages.Count}", 0, "l");
            page = await Log.FindStreamsAsync(Tenant, "l", page[^1].Position, 3, Cancellation);
        }

        Assert.Equal(["s6@6 s5@5 s4@4", "s3@3 s2@2 s1@1", "s0@0"], pages);
        Assert.Equal(["s3@3", "s1@1"], (await Log.FindStreamsAsync(Tenant, "odd", 5, 10, Cancellation)).Select(Line));
        Assert.Empty(await Log.FindStreamsAsync(Tenant, "l", null, 0, Cancellation));
    }

    [Fact]
    public async Task the_longest_label_finds_and_no_other_that_begins_like_it()
    {
        var longest = new string('~', StreamLabel.MaxLength);
        await Label("s", 0, longest);

        Assert.Equal(["s@0"], await Found(longest));
        Assert.Empty(await Found(longest[1..]));
    }

    [Fact]
    public void what_could_not_be_written_is_refused_before_it_joins_others()
    {
        Refused(new StreamLabel("s", ""));
        Refused(new StreamLabel("s", new string('l', StreamLabel.MaxLength + 1)));
        Refused(new StreamLabel("s", "a b"));
        Refused(new StreamLabel("s", "a\0"));
        Refused(new StreamLabel("s", "é"));
        Refused(new StreamLabel("another", "l"));
        Refused(new StreamLabel("s", "l"), new StreamLabel("s", "l"));
    }

    private static void Refused(params StreamLabel[] labels) =>
        Assert.Throws<ArgumentException>(() => new Append("t", At("s", 0, Passing("a"))) { Labels = labels });

    private static string Line(LabelledStream found) => $"{found.Stream}@{found.Position}";

    private Task<AppendResult> Label(string stream, long version, params string[] labels) =>
        Label([At(stream, version, Passing("t"))], [.. labels.Select(label => new StreamLabel(stream, label))]);

    private Task<AppendResult> Label(StreamAppend[] streams, params StreamLabel[] labels) =>
        Log.AppendAsync(new Append(Tenant, streams) { Labels = labels }, Cancellation).AsTask();

    private async Task<string[]> Found(string label) => [.. (await Log.FindStreamsAsync(Tenant, label, null, 10, Cancellation)).Select(Line)];
}
