using System.CommandLine;
using Argus.Cli.Connecting;
using Argus.Cli.Output;
using Argus.Cli.Records;
using Argus.Domain.Kernel;

namespace Argus.Cli.Clients;

/// <summary><c>argus clients …</c></summary>
internal static class ClientsCommand
{
    private static readonly string[] Columns = ["client_id", "enabled", "token_endpoint_auth_method", "grant_types", "scope", "resources", "introspects"];

    public static Command Make(ConnectionOptions options) => new("clients", "A tenant's clients: list, show, disable, enable, remove.")
    {
        List(options),
        One(options, "show", "Shows a client, without its secret.", (admin, path, cancellation) => admin.GetAsync(path, cancellation)),
        One(options, "disable", "Stops serving a client, from this moment on.", (admin, path, cancellation) => admin.PostAsync($"{path}/disable", null, cancellation)),
        One(options, "enable", "Serves a client again.", (admin, path, cancellation) => admin.PostAsync($"{path}/enable", null, cancellation)),
        Remove(options),
    };

    private static Command List(ConnectionOptions options)
    {
        var command = new Command("list", "Lists a tenant's clients by name.");
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            return Session.WithAdminAsync(target, admin => RecordList.ShowAsync(admin, PathOf(target), Columns, target.Json, cancellation), cancellation);
        });
        return command;
    }

    private static Command One(ConnectionOptions options, string verb, string description, Func<AdminClient, string, CancellationToken, Task<Answer>> ask) =>
        Ask(options, verb, description, async (admin, target, path, cancellation) =>
            OneRecord.Show(await ask(admin, path, cancellation).ConfigureAwait(false), target.Json));

    private static Command Remove(ConnectionOptions options) =>
        Ask(options, "remove", "Removes a client, from this moment on; its tokens are inactive for good. Its name is free.", async (admin, target, path, cancellation) =>
        {
            (await admin.DeleteAsync(path, cancellation).ConfigureAwait(false)).ThrowUnlessDone();
            if (target.Json)
                Screen.Json("{}"u8);
            else
                Screen.Line("It is removed.");
            return ExitCode.Done;
        });

    private static Command Ask(ConnectionOptions options, string verb, string description, Func<AdminClient, Target, string, CancellationToken, Task<int>> ask)
    {
        var id = Id();
        var command = new Command(verb, description) { id };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = $"{PathOf(target)}/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}";
            return Session.WithAdminAsync(target, admin => ask(admin, target, path, cancellation), cancellation);
        });
        return command;
    }

    private static string PathOf(Target target) => $"/tenants/{target.Tenant}/clients";

    private static Argument<string> Id()
    {
        var id = new Argument<string>("ID") { Description = "The client's client_id." };
        id.Validators.Add(result =>
        {
            // "." and ".." would mean another path than the client's.
            if (!ClientId.TryParse(result.Tokens[0].Value, out var client) || client.Value is "." or "..")
                result.AddError("ID is not a client's: 1 to 128 of A-Z, a-z, 0-9 and -._~:/@.");
        });
        return id;
    }
}
