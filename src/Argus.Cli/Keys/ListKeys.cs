using System.CommandLine;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Keys;

/// <summary><c>argus keys list</c></summary>
internal static class ListKeys
{
    public static Command Make(ConnectionOptions options)
    {
        var command = new Command("list", "Lists the keys with their states and times, oldest first.");
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            return Session.WithAdminAsync(target, admin => RunAsync(admin, target, cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(AdminClient admin, Target target, CancellationToken cancellation)
    {
        var answer = await admin.GetAsync(KeysCommand.PathOf(target), cancellation).ConfigureAwait(false);
        return Screen.Answer(answer, target.Json, KeyTable.Show);
    }
}
