using System.Diagnostics;
using System.Text.Json;
using Argus.IntegrationTests.Embedded;

namespace Argus.IntegrationTests.CommandLine;

/// <summary>The command line as its user runs it: a process of its own.</summary>
internal static class ArgusProcess
{
    private static readonly string[] Ours = ["ARGUS_", "Argus__"];

    private static string Dll => Path.Combine(AppContext.BaseDirectory, "argus.dll");

    /// <param name="directory">Where the command is given.</param>
    /// <param name="environment">Of Argus; everything else that is Argus' is taken out of it.</param>
    /// <param name="input">What comes on standard input.</param>
    /// <param name="arguments">After the command.</param>
    /// <param name="within">How long it may take; null: two minutes.</param>
    public static async Task<Ended> RunAsync(
        string directory, IReadOnlyDictionary<string, string> environment, string input, string[] arguments, TimeSpan? within = null)
    {
        var process = Start(directory, environment, arguments);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(within ?? TimeSpan.FromMinutes(2));
            return new Ended(process.ExitCode, await output, await errors);
        }
        finally
        {
            await Processes.EndAsync(process);
        }
    }

    /// <summary>The same, for who wants to end it.</summary>
    public static Process Start(string directory, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Dll, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => Ours.Any(ours => name.StartsWith(ours, StringComparison.Ordinal))).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        return Process.Start(start)!;
    }
}

/// <summary>How a command ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output, which is one JSON object and nothing else.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>It did what it was asked, and complained of nothing.</summary>
    public Ended IsDone()
    {
        Assert.Equal((0, ""), (ExitCode, Errors));
        return this;
    }

    /// <summary>It said why not, in one line, and nothing else.</summary>
    public Ended Fails(int exitCode, string why)
    {
        Assert.Equal((exitCode, ""), (ExitCode, Output));
        Assert.StartsWith("argus: ", Errors, StringComparison.Ordinal);
        Assert.Contains(why, Errors, StringComparison.Ordinal);
        Assert.Single(Errors.TrimEnd('\n').Split('\n'));
        return this;
    }
}
