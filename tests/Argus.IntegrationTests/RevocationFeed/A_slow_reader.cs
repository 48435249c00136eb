using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Argus.Server.Protocol.RevocationFeed;

namespace Argus.IntegrationTests.RevocationFeed;

/// <summary>Anybody may ask for a snapshot of megabytes, many times at once, and then hardly read.</summary>
public class A_slow_reader
{
    private const int Threshold = 64 * 1024;
    private const int Piece = 16 * 1024;

    [Fact]
    public async Task has_little_kept_for_it_and_gets_all_in_the_end()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: Threshold, resumeWriterThreshold: Threshold / 2, useSynchronizationContext: false));
        var bytes = RandomNumberGenerator.GetBytes(1_000_001);

        var writing = SharedBytes.WriteAsync(pipe.Writer, bytes, TestContext.Current.CancellationToken).AsTask();

        Assert.False(writing.IsCompleted);
        Assert.True(pipe.Reader.TryRead(out var waiting));
        Assert.InRange(waiting.Buffer.Length, 1, Threshold + Piece);
        pipe.Reader.AdvanceTo(waiting.Buffer.Start);

        var got = new ArrayBufferWriter<byte>();
        while (got.WrittenCount < bytes.Length)
        {
            var read = await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
            foreach (var part in read.Buffer)
                got.Write(part.Span);
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }

        Assert.True(await writing);
        Assert.Equal(bytes, got.WrittenSpan);
    }

    [Fact]
    public async Task that_goes_away_ends_it()
    {
        var pipe = new Pipe();
        await pipe.Reader.CompleteAsync();

        Assert.False(await SharedBytes.WriteAsync(pipe.Writer, new byte[1_000_000], TestContext.Current.CancellationToken));
    }
}
