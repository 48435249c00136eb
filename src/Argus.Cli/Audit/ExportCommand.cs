using System.CommandLine;
using System.Globalization;
using Argus.Cli.Audit.Exporting;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Audit;

/// <summary><c>argus audit export</c></summary>
internal static class ExportCommand
{
    public static Command Make(ConnectionOptions options)
    {
        var directory = new Option<string>("--out") { HelpName = "DIR", Description = "Where to. What an export before this one left there is not fetched again.", Required = true };
        var until = new Option<long?>("--until") { HelpName = "SIZE", Description = "Up to the checkpoint of this size; else the latest." };
        until.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && (!long.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size < 1))
                result.AddError("--until is the size of a checkpoint, from 1 on.");
        });
        var command = new Command("export", "Writes a tenant's log, with its tree, checkpoints and keys, into a directory, and checks it while it comes. Can be ended and taken up at any time.")
        {
            directory, until,
        };
        command.SetAction((parsed, cancellation) => RunAsync(options.Read(parsed), parsed.GetValue(directory)!, parsed.GetValue(until), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Target target, string directory, long? until, CancellationToken cancellation)
    {
        using var http = new NodeHttp(target.Url);
        using var folder = ExportFolder.Open(directory);
        var source = new ExportSource(http, target);
        var run = new ExportRun(source, folder, target.Tenant);
        var done = await ProgressBar.RunAsync("exporting", target.Json, share => run.RunAsync(until, share, cancellation)).ConfigureAwait(false);
        if (target.Json)
            Screen.Json(done.ToJson());
        else
            Screen.Line($"{Number(done.Size)} entries of {target.Tenant} are in {directory}, {Number(done.Fetched)} bundles of them new; they lead to the signed root {Convert.ToBase64String(done.Root.Span)}.");
        return done.Refused is null
            ? ExitCode.Done
            : throw CommandFailure.Refused("checkpoint_refused", $"What is exported is whole, but the node does not sign the log's head any more: {done.Refused}.");
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
