using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Argus.IntegrationTests.Http.Driving;

internal static class Ports
{
    // Below the ports that systems give to connections and to listeners that name none: between here and the start of whoever wants it nobody gets it by chance.
    private const int First = 15_000;
    private const int End = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port of the loopback interface on which nobody listens, and that no other test of this run is told.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            if (CanListen(port) && Given.TryAdd(port, true))
                return port;
        }
    }

    private static bool CanListen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
