using System.Globalization;
using System.Text;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Log.Checkpoints;
using Argus.Log.Merkle;

namespace Argus.Authority.Checkpoints;

/// <summary>
/// Shows one checkpoint to one witness (C2SP tlog-witness): from the size that the witness saw last, with the proof that the log has only grown since. A witness
/// that saw another size says which, and is asked again from there.
/// </summary>
internal sealed class WitnessVisit(IEventLog log, IWitnessChannel channel)
{
    private const int MostTries = 3;
    private const int LongestSize = 20;
    private const int MostLines = 16;

    /// <param name="witness">To whom.</param>
    /// <param name="tenant">Whose log.</param>
    /// <param name="known">What is shown.</param>
    /// <param name="since">The size that the witness saw last, as far as is known here.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Outbound.OutboundException">The witness does not answer.</exception>
    /// <exception cref="LogUnavailableException"/>
    public async Task<WitnessOutcome> ShowAsync(Witness witness, TenantId tenant, KnownCheckpoint known, long since, CancellationToken cancellation)
    {
        var size = known.Checkpoint.Size;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var answer = await channel.AddCheckpointAsync(witness.Url, await BodyAsync(tenant, known, since, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            switch (answer.Status)
            {
                case 200:
                    return CosignatureIn(answer.Body.Span, witness.Key, known.Note.Text) is { } cosignature
                        ? new WitnessOutcome("cosigned", size) { Cosignature = cosignature }
                        : new WitnessOutcome("cosignature_bad", since);
                case 409 when SizeIn(answer.Body.Span) is { } seen && seen != since:
                    if (seen > size)
                        return new WitnessOutcome("witness_ahead", seen);
                    since = seen;
                    break;
                case 409:
                    return new WitnessOutcome("conflict", since);
                case 403 or 404 or 422 or 400:
                    return new WitnessOutcome($"refused_{answer.Status.ToString(CultureInfo.InvariantCulture)}", since);
                default:
                    return new WitnessOutcome("failed", since) { IsForAnotherTry = true };
            }
        }

        return new WitnessOutcome("unsteady", since);
    }

    private async Task<byte[]> BodyAsync(TenantId tenant, KnownCheckpoint known, long since, CancellationToken cancellation)
    {
        var proof = await new TreeReader(log.Tiles(tenant.Value)).ConsistencyAsync(since, known.Checkpoint.Size, cancellation).ConfigureAwait(false);
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"old {since}\n");
        foreach (var hash in proof)
            body.Append(Convert.ToBase64String(hash)).Append('\n');
        return Encoding.UTF8.GetBytes(body.Append('\n').Append(known.Note).ToString());
    }

    /// <summary>The body of an answer 409: the size in decimal, and a line feed.</summary>
    private static long? SizeIn(ReadOnlySpan<byte> body) =>
        body.Length is > 1 and <= LongestSize && body[^1] == '\n' && long.TryParse(body[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    /// <summary>Lines of keys that nobody asked about are let be; one that is not good is none.</summary>
    private static NoteSignature? CosignatureIn(ReadOnlySpan<byte> body, WitnessKey key, string text)
    {
        foreach (var line in Encoding.UTF8.GetString(body).Split('\n').Take(MostLines))
        {
            if (NoteSignature.TryParse(line, out var signature) && key.IsNamedBy(signature) && key.Verify(text, signature))
                return signature;
        }

        return null;
    }
}

/// <summary>What came of showing a checkpoint.</summary>
/// <param name="Name">For the operator and the alarms.</param>
/// <param name="Since">The size that the witness has seen, as far as is known now.</param>
internal sealed record WitnessOutcome(string Name, long Since)
{
    /// <summary>Verified.</summary>
    public NoteSignature? Cosignature { get; init; }

    /// <summary>Whether the witness may say something else in a while.</summary>
    public bool IsForAnotherTry { get; init; }
}
