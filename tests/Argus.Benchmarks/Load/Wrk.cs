using System.Globalization;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Load;

/// <summary>The load generator: wrk with the scripts beside this file.</summary>
internal static class Wrk
{
    public static async Task<LoadResult> RunAsync(LoadCall call, TimeSpan duration, CancellationToken stop)
    {
        var threads = call.Threads.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "-t", threads, "-c", call.Connections.ToString(CultureInfo.InvariantCulture), "-d", $"{(int)duration.TotalSeconds}s",
            "--timeout", "30s", "-s", call.Tokens is null ? Checkout.LoadScript : Checkout.RotationScript, call.Url,
        ];
        if (call.List is { } list) arguments.AddRange(["--", list.Path, threads, list.Expected]);
        if (call.Tokens is { } tokens) arguments.AddRange(["--", tokens.File, threads, tokens.Path, tokens.Authorization]);
        var output = await Tool.RunAsync("wrk", arguments, Path.GetTempPath(), "on Debian, apt-get install wrk", stop);
        return LoadResult.Parse(output, call);
    }

    /// <summary>Runs until at least <paramref name="wanted"/> answers have come, and returns how many did.</summary>
    public static async Task<long> RunUntilAsync(LoadCall call, long wanted, CancellationToken stop)
    {
        long answered = 0;
        while (answered < wanted) answered += (await RunAsync(call, TimeSpan.FromSeconds(2), stop)).Requests;
        return answered;
    }
}
