using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Argus.Cli.Audit.Replaying;
using Argus.Cli.Connecting;
using Argus.Cli.Output;
using Argus.Log.Exports;

namespace Argus.Cli.Audit;

/// <summary><c>argus audit replay</c></summary>
internal static class ReplayCommand
{
    public static Command Make(ConnectionOptions options)
    {
        var directory = new Argument<string>("DIR") { Description = "An export, as argus audit export writes it. Verify it first: replay does not look at hashes." };
        var live = new Option<bool>("--live") { Description = "Compares also what the node at --url says of its projections now." };
        var command = new Command("replay", "Folds the log again: compares every projection with it, and reports histories that cannot be; exit code 1 if something is wrong.") { directory, live };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var export = OpenedExport.Open(parsed.GetValue(directory)!);
            return parsed.GetValue(live)
                ? Session.WithAdminAsync(target, admin => RunAsync(export, target, admin, cancellation), cancellation)
                : RunAsync(export, target, null, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(OpenedExport export, Target target, AdminClient? admin, CancellationToken cancellation)
    {
        List<ProjectionClaim> claims = [.. export.Manifest.Projections.Select(said => new ProjectionClaim("export", said.Name, said.Position, said.Digest))];
        if (admin is not null)
            claims.AddRange(await AskAsync(admin, target.GivenTenant ?? export.Manifest.Tenant, export.Manifest.Size, cancellation).ConfigureAwait(false));
        try
        {
            var report = await ProgressBar.RunAsync("replaying", target.Json, share => new ExportReplay(export, claims).RunAsync(share, cancellation)).ConfigureAwait(false);
            if (target.Json)
                Screen.Json(report.ToJson());
            else
                report.Show();
            return report.IsFine ? ExitCode.Done : ExitCode.Refused;
        }
        catch (ExportUnreadableException e)
        {
            throw CommandFailure.Unreachable(e.Message, e);
        }
    }

    private static async Task<IEnumerable<ProjectionClaim>> AskAsync(AdminClient admin, string tenant, long size, CancellationToken cancellation)
    {
        var answer = await admin.GetAsync($"/tenants/{tenant}/projections{Query.Of(("until", size.ToString(CultureInfo.InvariantCulture)))}", cancellation, isReport: true).ConfigureAwait(false);
        return [.. answer.Json().Items("items").Select(item => new ProjectionClaim("node", item.Shown("name"), Position(item), item.Shown("digest")))];
    }

    private static long Position(JsonElement item) =>
        item.TryGetProperty("position", out var member) && member.TryGetInt64(out var position) ? position : throw CommandFailure.Unreachable("The node's answer has no position.");
}
