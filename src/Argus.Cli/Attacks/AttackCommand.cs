using System.CommandLine;
using Argus.Cli.Attacks.Tables;
using Argus.Cli.Connecting;

namespace Argus.Cli.Attacks;

/// <summary><c>argus attack</c></summary>
internal static class AttackCommand
{
    public static Command Make(ConnectionOptions options)
    {
        var url = new Option<string?>("--target") { HelpName = "URL", Description = "The same as --url." };
        var keep = new Option<bool>("--keep") { Description = "Leaves the two tenants as they are, to look at them." };
        var yes = new Option<bool>("--yes") { Description = "Makes the two tenants also where the target is not on this machine." };
        var command = new Command(
            "attack", "Tries every credential of one tenant at every resource of another; exit code 1 if one is let in. It makes two tenants for that, and disables them.")
        {
            url, keep, yes,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            if (parsed.GetValue(url) is { } given)
                target = target with { Url = PublicUrl.Parse(given) };
            if (!target.Url.IsLoopback && !parsed.GetValue(yes))
                throw CommandFailure.WrongUsage(
                    $"This would make two tenants at {target.Url}, attack-a-… and attack-b-…, with a user and seven clients each, and disable them at the end. Say --yes.");
            return RunAsync(target, parsed.GetValue(keep), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(Target target, bool isKept, CancellationToken cancellation)
    {
        using var http = new NodeHttp(target.Url);
        var root = target.Url.GetLeftPart(UriPartial.Authority);
        var admin = await AdminClient.ConnectAsync(http, target, cancellation).ConfigureAwait(false);
        var suffix = Secret.NewName();
        using var a = new Side("A", $"attack-a-{suffix}", root);
        using var b = new Side("B", $"attack-b-{suffix}", root);
        IReadOnlyList<string> left = [];
        AttackReport report;
        try
        {
            report = await AttackAsync(new Battlefield(a, b, root, new Wire(http, cancellation), admin), cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (!isKept)
                left = await Throwaway.DisableAsync(admin, [a, b]).ConfigureAwait(false);
            foreach (var name in left)
                Console.Error.WriteLine($"argus: tenant {name} could not be disabled; see 'argus tenants disable'.");
        }

        var exitCode = report.Show(target.Json);
        return left.Count == 0 ? exitCode : ExitCode.Unreachable;
    }

    private static async Task<AttackReport> AttackAsync(Battlefield field, CancellationToken cancellation)
    {
        foreach (var side in new[] { field.A, field.B })
            await Throwaway.CreateAsync(field.Admin, field.Wire, side, cancellation).ConfigureAwait(false);
        List<Row> rows = [];
        foreach (var trial in Trials.For(field))
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Add(await trial.RunAsync(field).ConfigureAwait(false));
        }

        return new AttackReport(field, rows);
    }
}
