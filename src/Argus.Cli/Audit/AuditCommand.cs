using System.CommandLine;
using Argus.Cli.Connecting;

namespace Argus.Cli.Audit;

/// <summary><c>argus audit …</c></summary>
internal static class AuditCommand
{
    public static Command Make(ConnectionOptions options) => new("audit", "For auditors: what a tenant's log proves.")
    {
        ReplayCommand.Make(options),
        VerdictCommand.Make(options),
    };
}
