using System.Diagnostics;

namespace Argus.IntegrationTests.QuickStart;

internal static class Shell
{
    /// <summary>Pastes a line into bash.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string line, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var bash = Process.Start(start)!;
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(bash.ExitCode == 0, $"{line}\n{await output}\n{await errors}");
        return await output;
    }
}
