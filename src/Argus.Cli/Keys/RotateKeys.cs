using System.CommandLine;
using System.Text.Json;
using Argus.Cli.Connecting;
using Argus.Cli.Output;
using Argus.Cli.Records;

namespace Argus.Cli.Keys;

/// <summary><c>argus keys rotate</c></summary>
internal static class RotateKeys
{
    private static readonly string[] LogColumns = ["kid", "activated_at", "activated_position", "retired_at", "retired_position"];

    public static Command Make(ConnectionOptions options)
    {
        var force = new Option<bool>("--force") { Description = "At once, also if verifiers refuse the new key's tokens until they have fetched the JWKS again." };
        var log = new Option<bool>("--log") { Description = "The key that signs the log's checkpoints, instead of that of tokens. It is replaced at once: nobody has to know it before." };
        var command = new Command("rotate", "Lets the next key take over as soon as every verifier must know it.") { force, log };
        command.Validators.Add(result =>
        {
            if (result.GetValue(log) && result.GetValue(force))
                result.AddError("--log needs no --force: the log's key is always replaced at once.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            return Session.WithAdminAsync(
                target, admin => parsed.GetValue(log) ? LogAsync(admin, target, cancellation) : RunAsync(admin, target, parsed.GetValue(force), cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(AdminClient admin, Target target, bool force, CancellationToken cancellation)
    {
        var answer = await admin.PostAsync($"{KeysCommand.PathOf(target)}/rotate", new { force }, cancellation).ConfigureAwait(false);
        return Screen.Answer(answer, target.Json, Show);
    }

    private static async Task<int> LogAsync(AdminClient admin, Target target, CancellationToken cancellation)
    {
        var answer = await admin.PostAsync($"/tenants/{target.Tenant}/log/keys/rotate", null, cancellation).ConfigureAwait(false);
        return Screen.Answer(answer, target.Json, keys =>
        {
            Screen.Line($"The log {keys.Text("origin")} has these keys:");
            Screen.Table(LogColumns.Select(RecordList.Title), keys.Items("keys").Select(key => LogColumns.Select(column => key.Shown(column))));
        });
    }

    private static void Show(JsonElement ring)
    {
        KeyTable.Show(ring);
        if (ring.Text("warning") is { } warning)
            Screen.Line($"Warning: {warning}");
    }
}
