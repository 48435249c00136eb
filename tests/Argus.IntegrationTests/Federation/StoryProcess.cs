using System.Collections.Concurrent;
using System.Diagnostics;
using Argus.IntegrationTests.Embedded;

namespace Argus.IntegrationTests.Federation;

/// <summary>The demonstration as a process of its own, with a directory for all that is temporary.</summary>
internal sealed class StoryProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    public StoryProcess(string temporary)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Argus.TwoNations.dll")])
        {
            WorkingDirectory = temporary,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = temporary;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>All lines so far, of both streams.</summary>
    public string Output => string.Join('\n', _lines);

    /// <returns>The exit code.</returns>
    public async Task<int> EndsAsync(TimeSpan within)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(within, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public ValueTask DisposeAsync() => Processes.EndAsync(_process);

    private void Note(string? line)
    {
        if (line is not null)
            _lines.Enqueue(line);
    }
}
