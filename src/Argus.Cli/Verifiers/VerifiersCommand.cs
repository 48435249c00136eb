using System.CommandLine;
using Argus.Cli.Connecting;
using Argus.Cli.Records;

namespace Argus.Cli.Verifiers;

/// <summary><c>argus verifiers</c></summary>
internal static class VerifiersCommand
{
    private static readonly string[] Columns = ["client_id", "verifier", "seq", "lost", "gaps", "last_seen", "kids", "accepted", "rejected"];

    public static Command Make(ConnectionOptions options)
    {
        var since = new Option<string?>("--since") { HelpName = "TIME", Description = "Those heard since then, RFC 3339; the last day if it is not given." };
        var command = new Command("verifiers", "Lists the processes of resource servers that hand in receipts, with the batches that were lost.") { since };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = $"/tenants/{target.Tenant}/verifiers" + Query.Of(("since", parsed.GetValue(since)));
            return Session.WithAdminAsync(target, admin => RecordList.ShowAsync(admin, path, Columns, target.Json, cancellation), cancellation);
        });
        return command;
    }
}
