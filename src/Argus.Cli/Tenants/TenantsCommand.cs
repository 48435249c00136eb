using System.CommandLine;
using Argus.Cli.Connecting;
using Argus.Cli.Records;
using Argus.Domain.Kernel;

namespace Argus.Cli.Tenants;

/// <summary><c>argus tenants …</c></summary>
internal static class TenantsCommand
{
    private static readonly string[] Columns = ["tenant", "display_name", "enabled", "issuer", "hosts"];

    public static Command Make(ConnectionOptions options) => new("tenants", "The tenants: list, show, disable, enable.")
    {
        List(options),
        Show(options),
        Switch(options, "disable", "Stops serving a tenant, from this moment on."),
        Switch(options, "enable", "Serves a tenant again."),
    };

    private static Command List(ConnectionOptions options)
    {
        var command = new Command("list", "Lists the tenants by name.");
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            return Session.WithAdminAsync(target, admin => RecordList.ShowAsync(admin, "/tenants", Columns, target.Json, cancellation), cancellation);
        });
        return command;
    }

    private static Command Show(ConnectionOptions options)
    {
        var name = Name();
        var command = new Command("show", "Shows a tenant with its whole policy.") { name };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = $"/tenants/{parsed.GetValue(name) ?? target.Tenant}";
            return Session.WithAdminAsync(target, async admin => OneRecord.Show(await admin.GetAsync(path, cancellation).ConfigureAwait(false), target.Json), cancellation);
        });
        return command;
    }

    /// <summary>Nobody disables the default tenant by leaving a name out.</summary>
    private static Command Switch(ConnectionOptions options, string verb, string description)
    {
        var name = Name();
        var command = new Command(verb, description) { name };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = $"/tenants/{parsed.GetValue(name) ?? target.GivenTenant ?? throw CommandFailure.WrongUsage($"Which tenant? See 'argus tenants {verb} --help'.")}/{verb}";
            return Session.WithAdminAsync(target, async admin => OneRecord.Show(await admin.PostAsync(path, null, cancellation).ConfigureAwait(false), target.Json), cancellation);
        });
        return command;
    }

    private static Argument<string?> Name()
    {
        var name = new Argument<string?>("NAME") { Description = "The tenant's name; else that of -t.", Arity = ArgumentArity.ZeroOrOne };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !TenantId.TryParse(given.Value, out _))
                result.AddError("A tenant's name has 1 to 63 of a-z, 0-9 and -.");
        });
        return name;
    }
}
