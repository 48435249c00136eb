using System.CommandLine;
using System.Text.Json;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Keys;

/// <summary><c>argus keys rotate</c></summary>
internal static class RotateKeys
{
    public static Command Make(ConnectionOptions options)
    {
        var force = new Option<bool>("--force") { Description = "At once, also if verifiers refuse the new key's tokens until they have fetched the JWKS again." };
        var command = new Command("rotate", "Lets the next key take over as soon as every verifier must know it.") { force };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            return Session.WithAdminAsync(target, admin => RunAsync(admin, target, parsed.GetValue(force), cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(AdminClient admin, Target target, bool force, CancellationToken cancellation)
    {
        var answer = await admin.PostAsync($"{KeysCommand.PathOf(target)}/rotate", new { force }, cancellation).ConfigureAwait(false);
        return Screen.Answer(answer, target.Json, Show);
    }

    private static void Show(JsonElement ring)
    {
        KeyTable.Show(ring);
        if (ring.Text("warning") is { } warning)
            Screen.Line($"Warning: {warning}");
    }
}
