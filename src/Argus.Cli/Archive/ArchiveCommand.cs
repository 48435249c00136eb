using System.CommandLine;
using Argus.Cli.Connecting;
using Argus.Cli.Output;
using Argus.Cli.Records;

namespace Argus.Cli.Archive;

/// <summary><c>argus archive …</c></summary>
internal static class ArchiveCommand
{
    private static readonly string[] Columns = ["from", "to", "state", "entries", "archived", "bytes"];
    private static readonly string[] Windows = ["tenant", "from", "to", "entries"];

    public static Command Make(ConnectionOptions options) => new("archive", "The log's windows of time and its archive: list, run, restore.")
    {
        List(options),
        Run(options),
        Restore(options),
    };

    private static Command List(ConnectionOptions options)
    {
        var command = new Command("list", "Lists the windows that the log lies in, and those that are in the archive only.");
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            return Session.WithAdminAsync(target, admin => RecordList.ShowAsync(admin, "/archive", Columns, target.Json, cancellation), cancellation);
        });
        return command;
    }

    private static Command Run(ConnectionOptions options)
    {
        var restored = new Option<bool>("--restored") { Description = "Drops windows again that were restored." };
        var command = new Command("run", "Archives all logs and drops the windows whose time has come; exit code 1 if a log is not what was signed.") { restored };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var body = new { restored = parsed.GetValue(restored) };
            return Session.WithAdminAsync(target, async admin => ShowRun(await admin.PostAsync("/archive/run", body, cancellation).ConfigureAwait(false), target.Json), cancellation);
        });
        return command;
    }

    private static Command Restore(ConnectionOptions options)
    {
        var from = new Option<string>("--from") { HelpName = "TIME", Description = "The first moment, RFC 3339.", Required = true };
        var to = new Option<string>("--to") { HelpName = "TIME", Description = "Behind the last moment, RFC 3339.", Required = true };
        var command = new Command("restore", "Makes the windows between two moments again from the archive. They stay until run --restored.") { from, to };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var body = new { from = parsed.GetRequiredValue(from), to = parsed.GetRequiredValue(to) };
            return Session.WithAdminAsync(target, async admin => Show(await admin.PostAsync("/archive/restore", body, cancellation).ConfigureAwait(false), "restored", target.Json), cancellation);
        });
        return command;
    }

    private static int ShowRun(Answer answer, bool isJson)
    {
        var done = Show(answer, "dropped", isJson);
        var refused = answer.Json().Items("refused").ToList();
        if (isJson || done != ExitCode.Done)
            return refused.Count == 0 ? done : ExitCode.Refused;
        Screen.Line($"Archived: {string.Join(", ", answer.Json().Items("archived").Select(log => $"{log.Shown("tenant")} ({log.Shown("size")} entries)"))}");
        foreach (var log in refused)
            Screen.Line($"Refused: {log.Shown("tenant")}: {log.Shown("reason")}");
        return refused.Count == 0 ? done : ExitCode.Refused;
    }

    private static int Show(Answer answer, string member, bool isJson)
    {
        answer.ThrowUnlessDone();
        if (isJson)
            Screen.Json(answer.Body);
        else
            Screen.Table(Windows.Select(RecordList.Title), answer.Json().Items(member).Select(window => Windows.Select(column => window.Shown(column))));
        return ExitCode.Done;
    }
}
