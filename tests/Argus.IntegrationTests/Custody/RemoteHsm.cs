using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Argus.Custody.Pkcs11;
using Argus.IntegrationTests.Embedded;
using Argus.Postgres.Embedded;

namespace Argus.IntegrationTests.Custody;

/// <summary>
/// The token behind a server of p11-kit: a process of its own, that holds the sessions as the far end of a network HSM does, and that can be killed.
/// </summary>
internal sealed class RemoteHsm : IAsyncDisposable
{
    private const int Continue = 18;
    private const int Stop = 19;

    private readonly SoftHsm _hsm;
    private Process? _server;

    private RemoteHsm(SoftHsm hsm) => _hsm = hsm;

    internal Pkcs11Options Options => _hsm.Options with { Module = Client! };

    /// <summary>What a process needs to know to find the server.</summary>
    internal static string[] Environment => [$"P11_KIT_SERVER_ADDRESS=unix:path={Address}"];

    /// <summary>Configures a node for it.</summary>
    internal string[] Settings => SoftHsm.SettingsOf(Options);

    private static string? Client { get; } = SoftHsm.Installed("pkcs11/p11-kit-client.so");

    // The client module learns the address once in the life of a process.
    private static string Address { get; } = Path.Combine(ScratchDirectory.Create("argus-p11-"), "socket");

    internal static async Task<RemoteHsm> StartAsync(SoftHsm hsm)
    {
        SoftHsm.SkipWhereMissing(SoftHsm.Library, "SoftHSM2");
        SoftHsm.SkipWhereMissing(Client, "p11-kit");
        SoftHsm.SetForModules("P11_KIT_SERVER_ADDRESS", $"unix:path={Address}");
        var remote = new RemoteHsm(hsm);
        await remote.StartAsync();
        return remote;
    }

    internal async Task StartAsync()
    {
        var start = new ProcessStartInfo("p11-kit", ["server", "-f", "--provider", SoftHsm.Library!, "-n", Address, $"pkcs11:token={SoftHsm.Label}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["SOFTHSM2_CONF"] = _hsm.Configuration;
        _server = Process.Start(start)!;
        await Eventually.Holds("the server listens", TimeSpan.FromSeconds(60), Listens);
    }

    /// <summary>Kills the server and its child, the far end of the connection.</summary>
    internal async Task KillAsync()
    {
        _server!.Kill(entireProcessTree: true);
        await _server.WaitForExitAsync();
        _server.Dispose();
        _server = null;
        File.Delete(Address);
    }

    /// <summary>Stops it where it is, or lets it go on: it takes calls and does not answer them. Each connection has a child of its own.</summary>
    internal void Freeze(bool frozen)
    {
        var children = File.ReadAllText($"/proc/{_server!.Id}/task/{_server.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var id in (int[])[_server.Id, .. children.Select(child => int.Parse(child, CultureInfo.InvariantCulture))])
            PosixCalls.Signal(id, frozen ? Stop : Continue);
    }

    private static bool Listens()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(Address));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await KillAsync();
    }
}
