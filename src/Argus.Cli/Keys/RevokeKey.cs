using System.CommandLine;
using System.Text.Json.Nodes;
using Argus.Cli.Connecting;
using Argus.Cli.Input;
using Argus.Cli.Output;
using Argus.Domain.Kernel;

namespace Argus.Cli.Keys;

/// <summary><c>argus keys revoke</c></summary>
internal static class RevokeKey
{
    public static Command Make(ConnectionOptions options)
    {
        var kid = new Argument<string>("KID") { Description = "The key's id, as 'argus keys list' shows it." };
        kid.Validators.Add(result =>
        {
            if (!Kid.TryParse(result.Tokens[0].Value, out _))
                result.AddError("KID is not the id of a key: 43 of A-Z, a-z, 0-9, - and _.");
        });
        var since = new Option<string?>("--compromised-since")
        {
            HelpName = "TIME",
            Description = "From when on it is not trusted (RFC 3339, with an offset); what the log shows as issued before stays good. "
                + "Without it, nothing that the key signed does.",
        };
        since.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !Moment.TryParse(given.Value, out _))
                result.AddError("--compromised-since is not an RFC 3339 time with an offset, such as 2026-03-01T12:00:00Z.");
        });
        var reason = ReasonOption.Required();
        var dryRun = new Option<bool>("--dry-run") { Description = "Only reports what it would touch." };
        var command = new Command("revoke", "Trusts a key no more, and reports which tokens, clients and subjects that touches.") { kid, since, reason, dryRun };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var body = new JsonObject { ["reason"] = parsed.GetRequiredValue(reason), ["dry_run"] = parsed.GetValue(dryRun) };
            if (Moment.TryParse(parsed.GetValue(since), out var time))
                body["compromised_since"] = Moment.Of(time);
            return Session.WithAdminAsync(target, admin => RunAsync(admin, target, parsed.GetRequiredValue(kid), body, cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(AdminClient admin, Target target, string kid, JsonObject body, CancellationToken cancellation)
    {
        var answer = await admin.PostAsync($"{KeysCommand.PathOf(target)}/{kid}/revoke", body, cancellation, isReport: true).ConfigureAwait(false);
        return Screen.Answer(answer, target.Json, RevocationReport.Show);
    }
}
