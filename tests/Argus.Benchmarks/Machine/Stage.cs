using System.ComponentModel;

namespace Argus.Benchmarks.Machine;

/// <summary>Everything that a run has started or written, taken down again in reverse order however the run ends.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> started = new();
    private readonly string root = Directory.CreateTempSubdirectory("argus-bench-").FullName;
    private int names;

    public Stage(CancellationToken stop)
    {
        Stop = stop;
        // PostgreSQL may run as another user than this program, and has to reach its data.
        File.SetUnixFileMode(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    public CancellationToken Stop { get; }

    public HttpClient Http { get; } = new();

    public T Add<T>(T thing)
        where T : IAsyncDisposable
    {
        started.Push(thing);
        return thing;
    }

    /// <summary>A path that nothing lies at yet, and a short one: a Unix socket's path has room for 107 bytes.</summary>
    public string NewPath() => Path.Combine(root, $"{++names}");

    public async ValueTask DisposeAsync()
    {
        List<Exception> failures = [];
        while (started.TryPop(out var thing))
        {
            try
            {
                await thing.DisposeAsync();
            }
            catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or IOException)
            {
                failures.Add(failure); // The others have to end all the same.
            }
        }

        Http.Dispose();
        Directory.Delete(root, recursive: true);
        if (failures.Count > 0) throw new AggregateException("not everything could be stopped", failures);
    }
}
