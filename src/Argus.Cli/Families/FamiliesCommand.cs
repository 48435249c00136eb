using System.CommandLine;
using System.Text.Json.Nodes;
using Argus.Cli.Connecting;
using Argus.Cli.Input;
using Argus.Cli.Output;
using Argus.Cli.Records;
using Argus.Domain.Kernel;

namespace Argus.Cli.Families;

/// <summary><c>argus families …</c></summary>
internal static class FamiliesCommand
{
    private static readonly string[] Columns = ["family", "username", "subject", "client_id", "scope", "status", "opened_at", "last_used_at", "generation", "revocation_reason"];

    public static Command Make(ConnectionOptions options) => new("families", "Families of tokens, one for each grant of a user to a client: list, show, revoke.")
    {
        List(options),
        Show(options),
        Revoke(options),
    };

    private static Command List(ConnectionOptions options)
    {
        var subject = new Option<string?>("--subject") { HelpName = "USER", Description = "Only this user's, by sub or by name." };
        var client = new Option<string?>("--client") { HelpName = "ID", Description = "Only this client's." };
        var all = new Option<bool>("--all") { Description = "Also those that never had a token." };
        var command = new Command("list", "Lists the families, the latest first.") { subject, client, all };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = PathOf(target) + Query.Of(("subject", parsed.GetValue(subject)), ("client", parsed.GetValue(client)), ("status", parsed.GetValue(all) ? "all" : null));
            return Session.WithAdminAsync(target, admin => RecordList.ShowAsync(admin, path, Columns, target.Json, cancellation), cancellation);
        });
        return command;
    }

    private static Command Show(ConnectionOptions options)
    {
        var id = Id();
        var command = new Command("show", "Shows a family with everything that happened to it, as it happened.") { id };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = $"{PathOf(target)}/{parsed.GetRequiredValue(id)}";
            return Session.WithAdminAsync(
                target, async admin => Screen.Answer(await admin.GetAsync(path, cancellation).ConfigureAwait(false), target.Json, FamilyHistory.Show), cancellation);
        });
        return command;
    }

    private static Command Revoke(ConnectionOptions options)
    {
        var (id, reason) = (Id(), ReasonOption.Required());
        var command = new Command("revoke", "Ends a family, with every token that it ever issued.") { id, reason };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = $"{PathOf(target)}/{parsed.GetRequiredValue(id)}/revoke";
            var body = new JsonObject { ["reason"] = parsed.GetRequiredValue(reason) };
            return Session.WithAdminAsync(
                target, async admin => Screen.Answer(await admin.PostAsync(path, body, cancellation).ConfigureAwait(false), target.Json, FamilyHistory.Show), cancellation);
        });
        return command;
    }

    private static string PathOf(Target target) => $"/tenants/{target.Tenant}/families";

    private static Argument<string> Id()
    {
        var id = new Argument<string>("ID") { Description = "The family's id, as 'argus families list' and the claim fid of its tokens show it." };
        id.Validators.Add(result =>
        {
            if (!FamilyId.TryParse(result.Tokens[0].Value, out _))
                result.AddError("ID is not a family's: 26 of 0-9 and a-v.");
        });
        return id;
    }
}
