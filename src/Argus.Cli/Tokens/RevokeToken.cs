using System.CommandLine;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Tokens;

/// <summary><c>argus token revoke</c></summary>
internal static class RevokeToken
{
    public static Command Make(ConnectionOptions options)
    {
        var token = TokenCommand.Token();
        var command = new Command("revoke", "Revokes a token of the client's own (RFC 7009).") { token };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var text = TokenCommand.Read(parsed.GetRequiredValue(token));
            return Session.WithClientAsync(target, client => RunAsync(client, target.Json, text, cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(OAuthClient client, bool json, string token, CancellationToken cancellation)
    {
        await client.RevokeAsync(token, cancellation).ConfigureAwait(false);
        if (json)
            Screen.Json("{}"u8);
        else
            Screen.Line("It is not good any more. (RFC 7009 §2.2: the answer does not tell whether it ever was.)");
        return ExitCode.Done;
    }
}
