using System.Runtime.CompilerServices;
using Argus.Log.Tiles;

namespace Argus.Log.Exports;

/// <summary>
/// The entries of an export in order, bundle by bundle, for whoever wants to know what they say. Whether they are those that were signed is the verifier's question
/// (<see cref="ExportVerifier"/>).
/// </summary>
public sealed class ExportEntries(ExportDirectory export, long size)
{
    /// <summary>The next bundle is read while the one before is looked at. What was yielded is good until the next.</summary>
    /// <exception cref="InvalidDataException">A bundle is missing, or is no file of entries.</exception>
    /// <exception cref="ExportUnreadableException">The system refuses.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        byte[] buffer = [], other = [];
        var reading = size > 0 ? Task.Run(() => Read(0, buffer), cancellation) : null;
        for (var first = 0L; reading is not null; first += TilePath.FullWidth)
        {
            var bundle = await reading.ConfigureAwait(false);
            var next = first + TilePath.FullWidth;
            (buffer, other) = (other, bundle.Buffer);
            var free = buffer;
            reading = next < size ? Task.Run(() => Read(next, free), cancellation) : null;
            yield return bundle.Buffer.AsMemory(0, bundle.Length);
        }
    }

    private (byte[] Buffer, int Length) Read(long first, byte[] buffer)
    {
        var tile = TilePath.Holding(TilePath.Entries, first, size);
        var file = export.Read(tile.ToString(), ExportDirectory.MaxBundleBytes, ref buffer);
        if (file.State != FileState.Read)
            throw new InvalidDataException($"{tile} is {(file.State == FileState.Missing ? "missing" : "no file of entries")}.");
        return (buffer, (int)file.Length);
    }
}
