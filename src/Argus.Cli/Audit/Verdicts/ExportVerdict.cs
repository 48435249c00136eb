using System.Text;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Domain.Users;
using Argus.Domain.Verdicts;
using Argus.Log;
using Argus.Log.Exports;
using Argus.Log.Tiles;

namespace Argus.Cli.Audit.Verdicts;

/// <summary>Says from an export what a token was worth: goes through it once for the token, and again for all that it stands or falls with.</summary>
internal sealed class ExportVerdict(OpenedExport export)
{
    /// <exception cref="UnreadableEventException">An entry that matters cannot be read.</exception>
    /// <exception cref="InvalidDataException">The export is damaged.</exception>
    /// <exception cref="ExportUnreadableException">The system refuses.</exception>
    public async Task<TokenVerdict> DecideAsync(Jti token, DateTimeOffset at, CancellationToken cancellation)
    {
        if (await FindAsync(token, cancellation).ConfigureAwait(false) is not { } issued)
            return TokenVerdict.NeverIssued;
        var history = new List<RecordedEvent>();
        var streams = issued.Streams().ToHashSet(StringComparer.Ordinal);
        var subjects = issued.Subjects();
        var peers = issued.Peers().Any();
        await foreach (var bundle in export.Entries.ReadAsync(cancellation).ConfigureAwait(false))
            Collect(bundle.Span);
        return VerdictDecider.Decide(issued, history, at);

        void Collect(ReadOnlySpan<byte> rest)
        {
            while (EntryBundle.TryRead(ref rest, out var entry))
            {
                var stream = StreamOf(entry);
                if (stream.StartsWith(UserState.StreamPrefix, StringComparison.Ordinal) && !streams.Contains(stream))
                {
                    // Who a stream is about, its first event says; later ones may be about another.
                    if (subjects.Count > 0 && EventCodec.Decode(entry) is { Event: UserRegistered registered } first && subjects.Contains(registered.Subject) && streams.Add(stream))
                        history.Add(first);
                }
                else if (streams.Contains(stream) || stream.StartsWith("revocation:", StringComparison.Ordinal)
                    || (peers && stream.StartsWith(PeerState.StreamPrefix, StringComparison.Ordinal)))
                {
                    history.Add(EventCodec.Decode(entry));
                }
            }
        }
    }

    private async Task<IssuedToken?> FindAsync(Jti token, CancellationToken cancellation)
    {
        var place = IssuedToken.PlaceOf(token);
        await foreach (var bundle in export.Entries.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (Find(bundle.Span) is { } issued)
                return issued;
        }

        return null;

        IssuedToken? Find(ReadOnlySpan<byte> rest)
        {
            while (EntryBundle.TryRead(ref rest, out var entry))
            {
                if (TokenInEntry.IsAt(entry, place) && IssuedToken.Of(EventCodec.Decode(entry), token) is { } issued)
                    return issued;
            }

            return null;
        }
    }

    private static string StreamOf(ReadOnlySpan<byte> entry) =>
        EnvelopeTail.TryRead(entry, out var tail) ? Encoding.ASCII.GetString(tail.Stream) : throw new InvalidDataException("An entry is no envelope.");
}
