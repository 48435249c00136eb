using System.CommandLine;
using Argus.Cli.Connecting;

namespace Argus.Cli.Keys;

/// <summary><c>argus keys …</c></summary>
internal static class KeysCommand
{
    public static Command Make(ConnectionOptions options) => new("keys", "A tenant's signing keys: list, rotate, revoke, import.")
    {
        ListKeys.Make(options),
        RotateKeys.Make(options),
        RevokeKey.Make(options),
        ImportKey.Make(options),
    };

    /// <summary>The ring's path in the Admin API.</summary>
    public static string PathOf(Target target) => $"/tenants/{target.Tenant}/keys";
}
