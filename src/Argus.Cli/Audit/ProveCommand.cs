using System.CommandLine;
using System.Globalization;
using Argus.Cli.Connecting;
using Argus.Cli.Output;
using Argus.Domain.Kernel;
using Argus.Domain.Verdicts;
using Argus.Log.Exports;
using Argus.Log.Proofs;
using Argus.Log.Tiles;

namespace Argus.Cli.Audit;

/// <summary><c>argus audit prove</c></summary>
internal static class ProveCommand
{
    public static Command Make(ConnectionOptions options)
    {
        var directory = new Argument<string>("DIR") { Description = "The export's directory." };
        var position = new Option<long?>("--position") { HelpName = "N", Description = "The entry at this position." };
        var jti = new Option<string?>("--jti") { HelpName = "JTI", Description = "The entry that issued this token." };
        var output = new Option<string?>("--out") { HelpName = "FILE", Description = "Where to write the proof; else it is printed." };
        var command = new Command("prove", "Makes a proof that an entry stands in the log. 'argus audit check' checks it, without the export.") { directory, position, jti, output };
        command.Validators.Add(result =>
        {
            if (result.GetValue(position) is null == result.GetValue(jti) is null)
                result.AddError("Say --position or --jti.");
        });
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(directory)!, parsed.GetValue(position), parsed.GetValue(jti), parsed.GetValue(output), options.Read(parsed).Json, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string path, long? position, string? jti, string? output, bool isJson, CancellationToken cancellation)
    {
        try
        {
            var prover = new ExportProver(new ExportDirectory(path));
            if (position is not null && (position < 0 || position >= prover.Manifest.Size))
                throw CommandFailure.Refused($"The export has no position {position.Value.ToString(CultureInfo.InvariantCulture)}: it has {prover.Manifest.Size.ToString(CultureInfo.InvariantCulture)} entries.");
            var found = position ?? await ProgressBar.RunAsync("looking", isJson, share => FindAsync(prover, jti!, share, cancellation)).ConfigureAwait(false)
                ?? throw CommandFailure.Refused("The export has no entry that issued such a token.");
            Write(await prover.ProveAsync(found, jti, cancellation).ConfigureAwait(false), output);
            return ExitCode.Done;
        }
        catch (InvalidDataException e)
        {
            throw CommandFailure.Refused(e.Message);
        }
        catch (ExportUnreadableException e)
        {
            throw CommandFailure.Unreachable(e.Message, e);
        }
    }

    private static async Task<long?> FindAsync(ExportProver prover, string jti, IProgress<double> share, CancellationToken cancellation)
    {
        if (!Jti.TryParse(jti, out var token))
            return null;
        var (first, place) = (0L, IssuedToken.PlaceOf(token));
        await foreach (var bundle in prover.Entries.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (Find(bundle.Span, first, place) is { } found)
                return found;
            first += TilePath.FullWidth;
            share.Report((double)first / prover.Manifest.Size);
        }

        return null;
    }

    private static long? Find(ReadOnlySpan<byte> bundle, long first, (string Stream, int Version) place)
    {
        for (var position = first; EntryBundle.TryRead(ref bundle, out var entry); position++)
        {
            // Another event of the family may stand at that version, where no such token was issued.
            if (TokenInEntry.IsAt(entry, place) && TokenInEntry.Of(entry.ToArray()) is not null)
                return position;
        }

        return null;
    }

    private static void Write(InclusionProof proof, string? output)
    {
        if (output is null)
        {
            Screen.Json(proof.ToJson());
            return;
        }

        try
        {
            File.WriteAllBytes(output, proof.ToJson());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Unreachable($"{output} cannot be written: {e.Message}", e);
        }
    }
}
