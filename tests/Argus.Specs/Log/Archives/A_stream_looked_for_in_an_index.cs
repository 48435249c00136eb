using Argus.Log;
using Argus.Log.Archives;

namespace Argus.Specs.Log.Archives;

/// <summary>An index of streams of one entry, and of one whose entries go over several of the parts that are read at once.</summary>
public sealed class A_stream_looked_for_in_an_index : IAsyncLifetime
{
    private const int Streams = 3_000;
    private const int Long = 1_500;
    private const int EntriesOfLong = 2_500;

    private readonly string _directory = Directory.CreateTempSubdirectory("argus-index-").FullName;
    private readonly IndexedStreams _streams = new();
    private byte[] _hash = [];

    private StreamIndex Index => new(File);

    private string File => Path.Combine(_directory, "index");

    public async ValueTask InitializeAsync() => _hash = await Index.WriteAsync(Entries(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void is_found_whole_and_no_other_is()
    {
        for (var stream = 0; stream < Streams; stream++)
        {
            var found = _streams.Find(Index, _hash, Key(stream))!;
            Assert.Equal(Enumerable.Range(0, stream == Long ? EntriesOfLong : 1), found.Select(entry => entry.StreamVersion));
            Assert.All(found, entry => Assert.Equal(Key(stream), entry.Stream));
            Assert.Empty(_streams.Find(Index, _hash, Between(stream))!);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(36 * 1_023 + 17)]
    [InlineData(36 * 1_700)]
    public void is_not_answered_for_once_a_byte_near_it_was_changed(int at)
    {
        var stream = Index.ReadAll(_hash)[at / StreamIndex.RecordBytes].Stream;
        Assert.NotEmpty(_streams.Find(Index, _hash, stream)!);
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[at] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);

        Assert.Null(_streams.Find(Index, _hash, stream));
        Assert.Null(new IndexedStreams().Find(Index, _hash, stream));
        Assert.Null(new IndexedStreams().Find(Index, _hash, Key(Streams - 1)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-StreamIndex.RecordBytes)]
    [InlineData(1)]
    [InlineData(StreamIndex.RecordBytes)]
    public void is_not_answered_for_by_an_index_of_another_length(int more)
    {
        var last = Key(Streams - 1);
        Assert.Single(_streams.Find(Index, _hash, last)!);
        var bytes = System.IO.File.ReadAllBytes(File);
        Array.Resize(ref bytes, bytes.Length + more);
        System.IO.File.WriteAllBytes(File, bytes);

        Assert.Null(_streams.Find(Index, _hash, last));
        Assert.Null(new IndexedStreams().Find(Index, _hash, last));
    }

    [Fact]
    public async Task is_found_in_the_index_that_is_yet_to_take_its_place()
    {
        var next = await Index.Next.WriteAsync(Entries().Append(new IndexedEntry(Key(Streams), 0, 1, null)), TestContext.Current.CancellationToken);

        Assert.Single(_streams.Find(Index, next, Key(Streams))!);
        Assert.Empty(_streams.Find(Index, _hash, Key(Streams))!);

        Index.Settle(next);
        Assert.Single(_streams.Find(Index, next, Key(Streams))!);
        Assert.Null(_streams.Find(Index, _hash, Key(Streams)));
    }

    [Fact]
    public void is_out_of_reach_without_its_index()
    {
        System.IO.File.Delete(File);

        Assert.Throws<LogUnavailableException>(() => _streams.Find(Index, _hash, Key(1)));
    }

    private static Guid Key(int stream) => new(stream, 1, 0, new byte[8]);

    private static Guid Between(int stream) => new(stream, 2, 0, new byte[8]);

    private static IAsyncEnumerable<IndexedEntry> Entries() => Enumerable.Range(0, Streams)
        .SelectMany(stream => Enumerable.Range(0, stream == Long ? EntriesOfLong : 1).Select(version => new IndexedEntry(Key(stream), version, stream * 10_000L + version, null)))
        .ToAsyncEnumerable();
}
