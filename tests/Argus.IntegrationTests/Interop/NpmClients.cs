using System.Diagnostics;
using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Interop;

/// <summary>Runs the scripts under <c>npm/</c>. Where there is no Node.js they are skipped, but not by a build server.</summary>
public sealed class NpmClients : IAsyncLifetime
{
    /// <summary>Several classes of tests have these; one of them installs.</summary>
    private static readonly SemaphoreSlim Installing = new(1);

    private readonly string? _directory = Checkout.Find("tests/Argus.IntegrationTests/Interop/npm");
    private string? _missing;

    /// <summary>Whether the packages are installed.</summary>
    internal bool AreHere => _missing is null;

    /// <summary>The folder of package.json.</summary>
    internal string Directory => _directory!;

    public async ValueTask InitializeAsync()
    {
        if (_directory is null)
        {
            _missing = "The checkout is not above the tests.";
            return;
        }

        await Installing.WaitAsync();
        try
        {
            var installed = new FileInfo(Path.Combine(_directory, "node_modules", ".package-lock.json"));
            if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(_directory, "package-lock.json")))
                await RunAsync("npm", "ci", "--no-audit", "--no-fund");
        }
        finally
        {
            Installing.Release();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <returns>What the script printed.</returns>
    internal async Task<JsonElement> RunScriptAsync(string script, object input)
    {
        var output = _missing is null ? await RunAsync("node", script, JsonSerializer.Serialize(input, JsonSerializerOptions.Web)) : "";
        SkipWhenMissing();
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Skips the test where there is no Node.js, but not on a build server.</summary>
    internal void SkipWhenMissing()
    {
        if (_missing is not null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(_missing);
        Assert.SkipWhen(_missing is not null, _missing ?? "");
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _directory, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            _missing = $"There is no {program} on this machine.";
            return "";
        }

        using (process)
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} {arguments[0]}: {await output}{await errors}");
        }
    }
}
