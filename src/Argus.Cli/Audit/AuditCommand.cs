using System.CommandLine;
using Argus.Cli.Connecting;

namespace Argus.Cli.Audit;

/// <summary><c>argus audit</c></summary>
internal static class AuditCommand
{
    public static Command Make(ConnectionOptions options) => new("audit", "Verifies and replays a tenant's log from an export of it, without trust in the node that it came from.")
    {
        ExportCommand.Make(options),
        VerifyCommand.Make(options),
        ReplayCommand.Make(options),
        ProveCommand.Make(options),
        CheckCommand.Make(options),
        VerdictCommand.Make(options),
    };
}
