using System.Diagnostics;

namespace Argus.TwoNations.Nations;

/// <summary>A nation's Argus: a process of its own, with a private PostgreSQL, in a directory of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _writing = new();

    private ServerProcess(Process process, StreamWriter log)
    {
        (_process, _log) = (process, log);
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <param name="at">Where it is to be.</param>
    /// <param name="directory">An empty directory, for its data and for what it prints.</param>
    /// <param name="provisioning">The document that it starts with.</param>
    public static ServerProcess Start(Addresses at, string directory, string provisioning)
    {
        var document = Path.Combine(directory, "provisioning.json");
        File.WriteAllText(document, provisioning);
        string[] arguments =
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "Argus.Server.dll"), "--urls", at.Root, "--Argus:PublicUrl", at.Root,
            "--Argus:DataDirectory", Path.Combine(directory, "data"), "--Argus:Provisioning", document,
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };

        // What is set for this process is not meant for that one.
        foreach (var name in start.Environment.Keys.Where(IsOfServers).ToArray())
            start.Environment.Remove(name);
        return new ServerProcess(Process.Start(start)!, new StreamWriter(Path.Combine(directory, "server.log")) { AutoFlush = true });
    }

    /// <summary>Waits until it serves.</summary>
    /// <exception cref="Surprise">It ended, or takes too long.</exception>
    public async Task ServesAsync(Addresses at, HttpClient http, CancellationToken stop)
    {
        var begun = Stopwatch.StartNew();
        while (!await IsReadyAsync(at, http, stop))
        {
            if (_process.HasExited || begun.Elapsed > LongestStart)
                throw new Surprise($"the server of {at.Nation} does not start; server.log in its directory says why (--keep keeps it)");
            await Task.Delay(BetweenLooks, stop);
        }
    }

    /// <summary>Its PostgreSQL ends with it, and has what it prints for its own: when that is over, both have ended.</summary>
    /// <exception cref="TimeoutException">They do not.</exception>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(LongestEnd);
        _process.Dispose();
        lock (_writing)
            _log.Dispose();
    }

    private static async Task<bool> IsReadyAsync(Addresses at, HttpClient http, CancellationToken stop)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(at.Authority, "/health/ready"), stop);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }

    private static bool IsOfServers(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("Argus__", StringComparison.Ordinal)
        || name.StartsWith("ConnectionStrings__", StringComparison.Ordinal);

    private void Write(string? line)
    {
        lock (_writing)
        {
            // The first start prints secrets of clients that this story does not have: they stay in the nation's own directory, in credentials.json.
            if (line is not null && _log.BaseStream.CanWrite && !line.StartsWith("curl ", StringComparison.Ordinal))
                _log.WriteLine(line);
        }
    }
}
