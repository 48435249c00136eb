using System.CommandLine;
using System.Globalization;
using Argus.Cli.Connecting;
using Argus.Cli.Output;
using Argus.Log.Exports;

namespace Argus.Cli.Audit;

/// <summary><c>argus audit verify</c></summary>
internal static class VerifyCommand
{
    public static Command Make(ConnectionOptions options)
    {
        var audit = new AuditOptions();
        var directory = new Argument<string>("DIR") { Description = "The export's directory." };
        var command = new Command("verify", "Makes every hash of an export anew, up to its signed checkpoint, and names the first difference; exit code 1 if there is one.")
        {
            directory, audit.Since, audit.Keys, audit.Witnesses,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(directory)!, audit.Read(parsed), options.Read(parsed).Json, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string path, AuditTerms terms, bool isJson, CancellationToken cancellation)
    {
        try
        {
            var verifier = new ExportVerifier(new ExportDirectory(path), terms);
            var report = await ProgressBar.RunAsync("verifying", isJson, share => verifier.VerifyAsync(new Told(share), cancellation)).ConfigureAwait(false);
            if (isJson)
                Screen.Json(VerifyReport.ToJson(report));
            else
                Show(report);
            return report.Divergence is null ? ExitCode.Done : ExitCode.Refused;
        }
        catch (ExportUnreadableException e)
        {
            throw CommandFailure.Unreachable(e.Message, e);
        }
    }

    private static void Show(ExportReport report)
    {
        if (report.Divergence is { } divergence)
        {
            VerifyReport.Show(divergence);
            return;
        }

        var (manifest, checkpoint) = (report.Manifest!, report.Checkpoint!);
        Screen.Line($"{Count(report.Entries)} entries of {manifest.Tenant} are as they were signed: {checkpoint.Origin}, root {Convert.ToBase64String(checkpoint.RootHash.Span)}"
            + (report.SignedAt is { } time ? $", {Moment.Of(time)}." : "."));
        Screen.Line($"{Count(report.Checkpoints)} earlier checkpoints were how this log began.");
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private sealed class Told(IProgress<double> share) : IProgress<VerifiedEntries>
    {
        public void Report(VerifiedEntries value) => share.Report((double)value.Entries / value.Size);
    }
}
