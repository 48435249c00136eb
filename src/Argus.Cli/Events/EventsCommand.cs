using System.CommandLine;
using Argus.Cli.Connecting;
using Argus.Cli.Records;

namespace Argus.Cli.Events;

/// <summary><c>argus events</c></summary>
internal static class EventsCommand
{
    private static readonly string[] Columns = ["position", "time", "type", "stream", "actor", "data"];

    public static Command Make(ConnectionOptions options)
    {
        var after = new Option<long?>("--after") { HelpName = "POSITION", Description = "Only what stands behind this position." };
        var type = new Option<string?>("--type") { HelpName = "NAME", Description = "Only events of this name, such as token.issued." };
        var stream = new Option<string?>("--stream") { HelpName = "NAME", Description = "Only the events of this stream, such as client:billing." };
        var open = new Option<bool>("--open") { Description = "Also what is sealed in them, in clear, where its key is there (argus.operate or argus.admin)." };
        var command = new Command("events", "Reads the tenant's log in its order. That it was read stands in it afterwards.") { after, type, stream, open };
        command.SetAction((parsed, cancellation) =>
        {
            var target = options.Read(parsed);
            var path = $"/tenants/{target.Tenant}/events" + Query.Of(
                ("after", parsed.GetValue(after)?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("type", parsed.GetValue(type)), ("stream", parsed.GetValue(stream)),
                ("open", parsed.GetValue(open) ? "true" : null));
            return Session.WithAdminAsync(target, admin => RecordList.ShowAsync(admin, path, parsed.GetValue(open) ? [.. Columns, "opened"] : Columns, target.Json, cancellation), cancellation);
        });
        return command;
    }
}
