using System.Net.Sockets;
using Argus.Authority.Keys;
using Argus.Authority.Provisioning;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Embedded;
using Argus.Server.Hosting;
using Npgsql;

try
{
    await using var node = await Node.StartAsync(args, Console.Out).ConfigureAwait(false);
    await node.App.WaitForShutdownAsync().ConfigureAwait(false);
    return 0;
}
catch (Exception e) when (e is ConfigurationException or ProvisioningException or CustodyException or PrivatePostgresException
    or SchemaException or LogUnavailableException or LogDivergedException or NpgsqlException or SocketException or IOException or UnauthorizedAccessException)
{
    // What an operator can mend is told in one message, without a stack trace.
    await Console.Error.WriteLineAsync($"Argus cannot start. {e.Message}").ConfigureAwait(false);
    return 1;
}
