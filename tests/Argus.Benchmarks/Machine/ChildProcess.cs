using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Argus.Benchmarks.Machine;

/// <summary>A server that the benchmark started. Disposing asks it to end, and ends it, by its process id, when it does not.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int LinesKept = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private bool disposed;

    private ChildProcess(Process process) => this.process = process;

    public int Pid { get; private init; }

    public bool HasExited => process.HasExited;

    /// <summary>The last lines that it wrote, for the message when it fails.</summary>
    public string LastWords => string.Join('\n', lines);

    public static ChildProcess Start(string file, IEnumerable<string> arguments, string directory, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new FailedRunException($"{file} did not start");
        var child = new ChildProcess(process) { Pid = process.Id };
        process.OutputDataReceived += child.Keep;
        process.ErrorDataReceived += child.Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        if (!process.HasExited) _ = Kill(Pid, SigTerm);
        if (!await Waiting.UntilAsync(() => process.HasExited, Patience)) process.Kill(entireProcessTree: true);
        await Waiting.UntilAsync(() => process.HasExited, Patience);
        process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs written)
    {
        if (written.Data is null) return;
        lines.Enqueue(written.Data);
        if (lines.Count > LinesKept) lines.TryDequeue(out _);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
