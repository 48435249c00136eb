using System.CommandLine;
using System.Text.Json.Nodes;
using Argus.Cli.Connecting;
using Argus.Cli.Input;
using Argus.Cli.Records;
using Argus.Domain.Kernel;

namespace Argus.Cli.Sessions;

/// <summary><c>argus sessions …</c></summary>
internal static class SessionsCommand
{
    private static readonly string[] Columns = ["session", "username", "subject", "status", "opened_at", "authenticated_at", "expires_at", "clients", "end_reason"];

    public static Command Make(ConnectionOptions options) => new("sessions", "Sessions of browsers with the authority: list, end.")
    {
        List(options),
        End(options),
    };

    private static Command List(ConnectionOptions options)
    {
        var subject = new Option<string?>("--subject") { HelpName = "USER", Description = "Only this user's, by sub or by name." };
        var command = new Command("list", "Lists the sessions, the latest first.") { subject };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = PathOf(target) + Query.Of(("subject", parsed.GetValue(subject)));
            return Session.WithAdminAsync(target, admin => RecordList.ShowAsync(admin, path, Columns, target.Json, cancellation), cancellation);
        });
        return command;
    }

    private static Command End(ConnectionOptions options)
    {
        var id = new Argument<string>("ID") { Description = "The session's id, as 'argus sessions list' shows it." };
        id.Validators.Add(result =>
        {
            if (!SessionId.TryParse(result.Tokens[0].Value, out _))
                result.AddError("ID is not a session's: 26 of 0-9 and a-v.");
        });
        var reason = ReasonOption.Required();
        var command = new Command("end", "Ends a session: its browser has to sign in again. Tokens that were issued in it stay.") { id, reason };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = $"{PathOf(target)}/{parsed.GetRequiredValue(id)}/end";
            var body = new JsonObject { ["reason"] = parsed.GetRequiredValue(reason) };
            return Session.WithAdminAsync(
                target, async admin => OneRecord.Show(await admin.PostAsync(path, body, cancellation).ConfigureAwait(false), target.Json), cancellation);
        });
        return command;
    }

    private static string PathOf(Target target) => $"/tenants/{target.Tenant}/sessions";
}
