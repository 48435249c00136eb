using System.Text;
using Argus.Log;

namespace Argus.Specs.Log;

/// <summary>The bytes of an entry, and what cannot become one. What cannot is refused before it joins a batch with others.</summary>
public class An_envelope
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 13, 4, 5, 678, 901, TimeSpan.FromHours(1));

    [Fact]
    public void has_the_logs_members_behind_the_events()
    {
        var entry = Entry("""{"actor":"node:x","data":{}}""", "token.issued", 3);

        Assert.Equal(
            """{"actor":"node:x","data":{},"position":12,"stream":"token:1","stream_version":4,"tenant":"acme","time":"2026-03-01T12:04:05.678901Z","type":"token.issued","type_version":3}""",
            Compose(entry, 12, 4));
    }

    [Fact]
    public void needs_no_members_of_the_events() => Assert.Equal(
        """{"position":0,"stream":"token:1","stream_version":0,"tenant":"acme","time":"2026-03-01T12:04:05.678901Z","type":"t","type_version":1}""",
        Compose(Entry("{}"), 0, 0));

    [Fact]
    public void has_room_for_the_largest_numbers()
    {
        var text = Compose(Entry("{}", "t", int.MaxValue), long.MaxValue, long.MaxValue);

        Assert.StartsWith("""{"position":9223372036854775807,""", text, StringComparison.Ordinal);
        Assert.EndsWith("\"type_version\":2147483647}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void holds_at_most_65535_bytes_whatever_its_numbers()
    {
        var most = Enumerable.Range(64_000, 2_000).Last(length => Record.Exception(() => Append(Body(length))) is null);
        var largest = Encoding.UTF8.GetByteCount(Compose(Body(most), long.MaxValue, long.MaxValue));

        Assert.InRange(largest, 65_400, 65_535);
        Assert.Throws<ArgumentException>(() => Append(Body(most + 1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("quote\"")]
    [InlineData("back\\slash")]
    [InlineData("line\n")]
    [InlineData("nul\0")]
    [InlineData("del\u007f")]
    [InlineData("ümlaut")]
    [InlineData("emoji😀")]
    public void is_refused_to_a_name_that_would_have_to_be_escaped(string name)
    {
        Assert.Throws<ArgumentException>(() => new Append(name, new StreamAppend("s", 0, [Entry("{}")])));
        Assert.Throws<ArgumentException>(() => new Append("acme", new StreamAppend(name, 0, [Entry("{}")])));
        Assert.Throws<ArgumentException>(() => Append(Entry("{}", name)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("}")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("[}")]
    [InlineData("{} ")]
    public void is_refused_to_a_body_that_is_no_object(string body) => Assert.Throws<ArgumentException>(() => Append(Entry(body)));

    [Fact]
    public void is_refused_to_a_name_that_no_index_would_take() =>
        Assert.Throws<ArgumentException>(() => new Append("acme", new StreamAppend(new string('s', 2_000), 0, [Entry("{}")])));

    [Fact]
    public void is_refused_to_a_negative_version() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Append("acme", new StreamAppend("s", -1, [Entry("{}")])));

    [Fact]
    public void is_refused_to_an_append_without_entries()
    {
        Assert.Throws<ArgumentException>(() => new Append("acme"));
        Assert.Throws<ArgumentException>(() => new Append("acme", new StreamAppend("s", 0, [])));
    }

    [Fact]
    public void is_refused_to_a_stream_that_stands_twice_in_one_append() =>
        Assert.Throws<ArgumentException>(() => new Append("acme", new StreamAppend("s", 0, [Entry("{}")]), new StreamAppend("s", 0, [Entry("{}")])));

    private static NewEntry Entry(string body, string type = "t", int version = 1) => new(type, version, Encoding.UTF8.GetBytes(body), false);

    private static NewEntry Body(int length) => Entry("{" + new string(' ', length - 2) + "}");

    private static Append Append(NewEntry entry) => new("acme", new StreamAppend("token:1", 0, [entry]));

    private static string Compose(NewEntry entry, long position, long streamVersion) =>
        Encoding.UTF8.GetString(Envelope.Compose(entry, "acme", position, "token:1", streamVersion, Time));
}
