using System.Diagnostics;
using System.Text.Json;
using Argus.IntegrationTests.CommandLine;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Audit;

/// <summary>
/// The verifier in <c>tests/independent-verifier</c>, which was written from docs/audit-log-format.md alone and in another language. Where there is no Node.js its tests
/// are skipped, but not by a build server.
/// </summary>
internal static class IndependentVerifier
{
    /// <param name="command"><c>verify</c>, <c>replay</c> or <c>check</c>.</param>
    /// <param name="target">The directory, or the proof.</param>
    /// <param name="options">As <c>argus audit</c> has them.</param>
    public static Task<Ended> RunAsync(string command, string target, params string[] options) => RunScriptAsync("verify.mjs", [command, target, .. options]);

    /// <summary>Writes good, damaged and hostile exports, which are made by hand from the page.</summary>
    public static async Task<IReadOnlyList<WrittenExport>> WriteExportsAsync(string directory)
    {
        var written = (await RunScriptAsync("fixtures.mjs", [directory])).IsDone().Output;
        return [.. written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<WrittenExport>(line, JsonSerializerOptions.Web)!)];
    }

    private static async Task<Ended> RunScriptAsync(string script, string[] arguments)
    {
        var folder = Checkout.Find("tests/independent-verifier") ?? Missing("The checkout is not above the tests.");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing("There is no node on this machine.");
            throw;
        }

        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2));
            return new Ended(process.ExitCode, await output, await errors);
        }
        finally
        {
            await Processes.EndAsync(process);
        }
    }

    private static string Missing(string what)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(what);
        Assert.Skip(what);
        return "";
    }
}

/// <summary>An export or a proof, and what a verifier must find in it.</summary>
/// <param name="Name">What was done to it.</param>
/// <param name="Command"><c>verify</c> or <c>replay</c> an export, or <c>check</c> a proof.</param>
/// <param name="Target">The directory, or the file.</param>
/// <param name="Args">Options of the command.</param>
/// <param name="Exit">0, 1 or 3.</param>
/// <param name="Divergence">Its stable name; null where it is good, or cannot be read.</param>
/// <param name="Position">Null: not told.</param>
internal sealed record WrittenExport(string Name, string Command, string Target, string[] Args, int Exit, string? Divergence, long? Position);
