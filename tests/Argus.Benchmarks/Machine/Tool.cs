using System.ComponentModel;
using System.Diagnostics;

namespace Argus.Benchmarks.Machine;

/// <summary>A program that runs once and ends.</summary>
internal static class Tool
{
    /// <summary>What it wrote. Anything but exit code 0 is a failure that quotes it.</summary>
    public static async Task<string> RunAsync(string file, IEnumerable<string> arguments, string directory, string howToInstall, CancellationToken stop)
    {
        using var process = Start(new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }, howToInstall);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var errors = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0
                ? await output
                : throw new FailedRunException($"{file} ended with {process.ExitCode}: {await output}{await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start, string howToInstall)
    {
        try
        {
            return Process.Start(start) ?? throw new FailedRunException($"{start.FileName} did not start");
        }
        catch (Win32Exception missing)
        {
            throw new FailedRunException($"{start.FileName} is not installed: {howToInstall}", missing);
        }
    }
}
