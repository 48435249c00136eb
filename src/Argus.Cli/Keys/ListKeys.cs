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
        command.SetAction((parsed, cancellation) => RunAsync(options.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Target target, CancellationToken cancellation)
    {
        using var http = new NodeHttp(target.Url);
        var admin = await AdminClient.ConnectAsync(http, target, cancellation).ConfigureAwait(false);
        var answer = await admin.GetAsync(KeysCommand.PathOf(target), cancellation).ConfigureAwait(false);
        var ring = answer.Json();
        if (target.Json)
            Screen.Json(answer.Body);
        else
            KeyTable.Show(ring);
        return ExitCode.Done;
    }
}
