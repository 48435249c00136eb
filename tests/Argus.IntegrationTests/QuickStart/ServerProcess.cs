using System.Collections.Concurrent;
using System.Diagnostics;
using Argus.IntegrationTests.Embedded;

namespace Argus.IntegrationTests.QuickStart;

/// <summary>The server as its user runs it: a process of its own, in a directory, with what it prints.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>All lines so far, of both streams.</summary>
    public string Output => string.Join('\n', _output);

    public bool HasExited => _process.HasExited;

    public static string Dll => Path.Combine(AppContext.BaseDirectory, "Argus.Server.dll");

    /// <param name="directory">Where the command is given.</param>
    /// <param name="become">What to put before it to be somebody else.</param>
    /// <param name="dll">The server, where it is not the one beside the tests.</param>
    /// <param name="arguments">After the command.</param>
    public static ServerProcess Launch(string directory, string[]? become = null, string? dll = null, params string[] arguments)
    {
        string[] command = [.. become ?? [], "dotnet", "exec", dll ?? Dll, .. arguments];
        return Launch(directory, command);
    }

    public static ServerProcess Launch(string directory, string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("Argus__", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_HOME"] = Path.GetTempPath();
        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Starts on a port and waits until it says that it serves.</summary>
    public static async Task<ServerProcess> StartAsync(string directory, int port, string[]? become = null, string? dll = null, params string[] more)
    {
        var server = Launch(directory, become, dll, ["--urls", $"http://127.0.0.1:{port}", "--Argus:PublicUrl", $"http://127.0.0.1:{port}", "--Argus:AppendTimeout", "30", .. more]);
        await server.PrintsAsync("Get one and introspect it");
        return server;
    }

    public async Task PrintsAsync(string text)
    {
        await Eventually.Holds($"it prints '{text}', or ends", TimeSpan.FromMinutes(2), () => Output.Contains(text, StringComparison.Ordinal) || HasExited);
        Assert.True(Output.Contains(text, StringComparison.Ordinal), Output);
    }

    /// <summary>The printed commands, in order. The last line may come a moment later.</summary>
    public async Task<string[]> CurlLinesAsync()
    {
        await Eventually.Holds("both lines are printed", TimeSpan.FromSeconds(60), () => _output.Count(line => line.StartsWith("curl ", StringComparison.Ordinal)) == 2);
        return [.. _output.Where(line => line.StartsWith("curl ", StringComparison.Ordinal))];
    }

    /// <summary>SIGKILL, to this process alone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public Task TerminateAsync() => Shell.RunAsync($"kill -TERM {Id}");

    /// <summary>The exit code, once the process has ended by itself.</summary>
    public async Task<int> EndsAsync(TimeSpan within)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(within);
        return _process.ExitCode;
    }

    public ValueTask DisposeAsync() => Processes.EndAsync(_process);

    private void Note(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }
}
