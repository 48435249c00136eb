using System.Diagnostics;
using Argus.Postgres.Embedded;

namespace Argus.NodeHost;

/// <summary>
/// A node that is nothing but its private PostgreSQL, for the tests to kill. Prints one line when it is ready, then waits for the end of its standard input
/// and stops in order.
/// </summary>
internal static class NodeHost
{
    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            await using var postgres = await PrivatePostgres.StartAsync(arguments[0], new ErrorStreamLogger());
            Console.WriteLine($"ready\t{postgres.ProcessId}\t{postgres.Owned}\t{clock.ElapsedMilliseconds}\t{postgres.ConnectionString}");
            await Console.In.ReadToEndAsync();
            clock.Restart();
            await postgres.StopAsync();
            Console.WriteLine($"stopped\t{clock.ElapsedMilliseconds}");
            return 0;
        }
        catch (PrivatePostgresException e)
        {
            Console.WriteLine($"failed\t{e.Message}");
            return 1;
        }
    }
}
