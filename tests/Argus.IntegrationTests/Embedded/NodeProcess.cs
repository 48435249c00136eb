using System.Diagnostics;
using System.Globalization;

namespace Argus.IntegrationTests.Embedded;

/// <summary>A node in a process of its own (Argus.NodeHost), so that it can be killed.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process _process;

    private NodeProcess(Process process) => _process = process;

    internal int Id => _process.Id;
    internal int Postmaster { get; private set; }
    internal bool Owned { get; private set; }
    internal string ConnectionString { get; private set; } = "";

    /// <summary>Runs until its server is ready.</summary>
    internal static async Task<NodeProcess> StartAsync(string dataDirectory, string[]? become = null, string? binaries = null)
    {
        var node = Launch(dataDirectory, become, binaries);
        var line = await node._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        if (line?.Split('\t') is not ["ready", var postmaster, var owned, _, var connectionString])
            throw new InvalidOperationException($"the node did not start: {line}");
        node.Postmaster = int.Parse(postmaster, CultureInfo.InvariantCulture);
        node.Owned = bool.Parse(owned);
        node.ConnectionString = connectionString;
        return node;
    }

    /// <summary>Does not wait for anything.</summary>
    internal static NodeProcess Launch(string dataDirectory, string[]? become = null, string? binaries = null)
    {
        string[] command = [.. become ?? [], "dotnet", "exec", Path.Combine(binaries ?? AppContext.BaseDirectory, "Argus.NodeHost.dll"), dataDirectory];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        start.Environment["DOTNET_CLI_HOME"] = "/tmp";
        return new NodeProcess(Process.Start(start)!);
    }

    /// <summary>SIGKILL, without waiting for the death.</summary>
    internal void Kill() => _process.Kill();

    internal async Task<int> StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public ValueTask DisposeAsync() => Processes.EndAsync(_process);
}
