using System.Buffers;
using System.IO.Pipelines;

namespace Argus.Server.Protocol.RevocationFeed;

/// <summary>
/// Sends bytes that many readers share, piece by piece as the reader takes them. In one piece the server would keep a copy for each reader: a snapshot may have
/// megabytes, and anybody may ask for it any number of times and then read as slowly as is borne.
/// </summary>
internal static class SharedBytes
{
    private const int Piece = 16 * 1024;

    /// <returns>Whether the reader is still there.</returns>
    /// <exception cref="OperationCanceledException">It has gone.</exception>
    public static async ValueTask<bool> WriteAsync(PipeWriter writer, ReadOnlyMemory<byte> bytes, CancellationToken gone)
    {
        for (var rest = bytes; !rest.IsEmpty; rest = rest[Math.Min(Piece, rest.Length)..])
        {
            writer.Write(rest.Span[..Math.Min(Piece, rest.Length)]);
            var flushed = await writer.FlushAsync(gone).ConfigureAwait(false);
            if (flushed.IsCompleted || flushed.IsCanceled)
                return false;
        }

        return true;
    }
}
