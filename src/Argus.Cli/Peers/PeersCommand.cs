using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using Argus.Cli.Connecting;
using Argus.Cli.Input;
using Argus.Cli.Output;
using Argus.Cli.Records;
using Argus.Domain.Peers;

namespace Argus.Cli.Peers;

/// <summary><c>argus peers …</c></summary>
internal static class PeersCommand
{
    private const int LongestFile = 1024 * 1024;

    private static readonly string[] Columns = ["name", "issuer", "enabled", "subject_prefix", "audiences", "scope", "last_fetched", "last_fault"];

    public static Command Make(ConnectionOptions options) => new("peers", "Other authorities whose tokens a tenant trusts: list, show, apply, disable, enable, remove.")
    {
        List(options),
        One(options, "show", "Shows a peer and its keys.", (admin, path, cancellation) => admin.GetAsync(path, cancellation)),
        Apply(options),
        One(options, "disable", "Trusts a peer no more, from this moment on; what was made from its tokens is revoked.", (admin, path, cancellation) => admin.PostAsync($"{path}/disable", null, cancellation)),
        One(options, "enable", "Trusts a peer again; its tokens from before stay refused.", (admin, path, cancellation) => admin.PostAsync($"{path}/enable", null, cancellation)),
        Ask(options, new Command("remove", "Trusts a peer no more, for good; what was made from its tokens is revoked. Its name is free."), RemoveAsync),
    };

    private static Command List(ConnectionOptions options)
    {
        var command = new Command("list", "Lists a tenant's peers by name.");
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            return Session.WithAdminAsync(target, admin => RecordList.ShowAsync(admin, PathOf(target), Columns, target.Json, cancellation), cancellation);
        });
        return command;
    }

    private static Command One(ConnectionOptions options, string verb, string description, Func<AdminClient, string, CancellationToken, Task<Answer>> ask) =>
        Ask(options, new Command(verb, description), async (admin, target, path, cancellation) =>
            OneRecord.Show(await ask(admin, path, cancellation).ConfigureAwait(false), target.Json));

    private static Command Apply(ConnectionOptions options)
    {
        var file = new Option<string>("--file", "-f") { HelpName = "FILE", Description = "A peer of the provisioning document; - for standard input.", Required = true };
        var name = Name();
        var command = new Command("apply", "Makes a peer be as described. What the description leaves out is left alone.") { name, file };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var description = InputFile.ReadText(parsed.GetRequiredValue(file), LongestFile);
            var path = $"{PathOf(target)}/{parsed.GetRequiredValue(name)}";
            return Session.WithAdminAsync(target, admin => PutAsync(admin, target, path, description, cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> PutAsync(AdminClient admin, Target target, string path, string description, CancellationToken cancellation)
    {
        using var body = new StringContent(description, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return OneRecord.Show(await admin.PutAsync(path, body, cancellation).ConfigureAwait(false), target.Json);
    }

    private static async Task<int> RemoveAsync(AdminClient admin, Target target, string path, CancellationToken cancellation)
    {
        (await admin.DeleteAsync(path, cancellation).ConfigureAwait(false)).ThrowUnlessDone();
        if (target.Json)
            Screen.Json("{}"u8);
        else
            Screen.Line("It is removed.");
        return ExitCode.Done;
    }

    private static Command Ask(ConnectionOptions options, Command command, Func<AdminClient, Target, string, CancellationToken, Task<int>> ask)
    {
        var name = Name();
        command.Add(name);
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = $"{PathOf(target)}/{parsed.GetRequiredValue(name)}";
            return Session.WithAdminAsync(target, admin => ask(admin, target, path, cancellation), cancellation);
        });
        return command;
    }

    private static string PathOf(Target target) => $"/tenants/{target.Tenant}/peers";

    private static Argument<string> Name()
    {
        var name = new Argument<string>("NAME") { Description = "What the tenant calls the peer." };
        name.Validators.Add(result =>
        {
            if (!PeerName.TryParse(result.Tokens[0].Value, out _))
                result.AddError("NAME is not a peer's: 1 to 63 of a-z, 0-9 and -.");
        });
        return name;
    }
}
