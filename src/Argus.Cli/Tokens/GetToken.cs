using System.CommandLine;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Tokens;

/// <summary><c>argus token get</c></summary>
internal static class GetToken
{
    public static Command Make(ConnectionOptions options)
    {
        var scope = new Option<string?>("--scope") { HelpName = "SCOPE", Description = "What it is to allow, names separated by spaces (default: all that the client may)." };
        var resource = new Option<string?>("--resource") { HelpName = "URI", Description = "The API that it is for (RFC 8707)." };
        var command = new Command("get", "Gets an access token for the client itself (client_credentials). The administrator's is of tenant system.") { scope, resource };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            return Session.WithClientAsync(target, client => RunAsync(client, target.Json, parsed.GetValue(scope), parsed.GetValue(resource), cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(OAuthClient client, bool json, string? scope, string? resource, CancellationToken cancellation)
    {
        var answer = await client.TokenAsync(scope, resource, cancellation).ConfigureAwait(false);
        var token = answer.Json().Text("access_token") ?? throw CommandFailure.Unreachable($"{answer.From} answered without a token.");
        if (json)
            Screen.Json(answer.Body);
        else
            Screen.Line(token);
        return ExitCode.Done;
    }
}
