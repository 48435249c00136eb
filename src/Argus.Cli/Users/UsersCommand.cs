using System.CommandLine;
using Argus.Cli.Connecting;
using Argus.Cli.Output;
using Argus.Cli.Records;
using Argus.Domain.Users;

namespace Argus.Cli.Users;

/// <summary><c>argus users …</c></summary>
internal static class UsersCommand
{
    private static readonly string[] Columns = ["username", "subject", "enabled", "has_password"];

    public static Command Make(ConnectionOptions options) => new("users", "A tenant's users: list, show, disable, enable, remove, erase.")
    {
        List(options),
        One(options, "show", "Shows a user, without the password.", (admin, path, json, cancellation) => ShowAsync(admin.GetAsync(path, cancellation), json)),
        One(options, "disable", "Lets a user sign in no more, from this moment on.", (admin, path, json, cancellation) => ShowAsync(admin.PostAsync($"{path}/disable", null, cancellation), json)),
        One(options, "enable", "Lets a user sign in again.", (admin, path, json, cancellation) => ShowAsync(admin.PostAsync($"{path}/enable", null, cancellation), json)),
        One(options, "remove", "Removes a user. Whoever gets the name next is another subject.", RemoveAsync),
        One(options, "erase", "Removes a user for good, and destroys the key of all that the log says of who they are. Nobody gets the name again.", EraseAsync),
    };

    private static Command List(ConnectionOptions options)
    {
        var command = new Command("list", "Lists a tenant's users in the order in which they were registered.");
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            return Session.WithAdminAsync(target, admin => RecordList.ShowAsync(admin, PathOf(target), Columns, target.Json, cancellation), cancellation);
        });
        return command;
    }

    private static Command One(ConnectionOptions options, string verb, string description, Func<AdminClient, string, bool, CancellationToken, Task<int>> run)
    {
        var name = Name();
        var command = new Command(verb, description) { name };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = $"{PathOf(target)}/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}";
            return Session.WithAdminAsync(target, admin => run(admin, path, target.Json, cancellation), cancellation);
        });
        return command;
    }

    private static async Task<int> ShowAsync(Task<Answer> asked, bool isJson) => OneRecord.Show(await asked.ConfigureAwait(false), isJson);

    private static async Task<int> RemoveAsync(AdminClient admin, string path, bool isJson, CancellationToken cancellation)
    {
        (await admin.DeleteAsync(path, cancellation).ConfigureAwait(false)).ThrowUnlessDone();
        return Say("The user is removed.", isJson);
    }

    private static async Task<int> EraseAsync(AdminClient admin, string path, bool isJson, CancellationToken cancellation)
    {
        (await admin.PostAsync($"{path}/erase", null, cancellation).ConfigureAwait(false)).ThrowUnlessDone();
        return Say("The user is erased.", isJson);
    }

    private static int Say(string done, bool isJson)
    {
        if (isJson)
            Screen.Json("{}"u8);
        else
            Screen.Line(done);
        return ExitCode.Done;
    }

    private static string PathOf(Target target) => $"/tenants/{target.Tenant}/users";

    private static Argument<string> Name()
    {
        var name = new Argument<string>("NAME") { Description = "The user's name." };
        name.Validators.Add(result =>
        {
            if (!Username.TryParse(result.Tokens[0].Value, out _))
                result.AddError("NAME is not a user's: 1 to 128 characters, without white space at the ends.");
        });
        return name;
    }
}
