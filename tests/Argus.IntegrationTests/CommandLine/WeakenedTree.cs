using System.Diagnostics;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.CommandLine;

/// <summary>A copy of the sources, in which a patch is applied, the server built, and the patch taken back.</summary>
public sealed class WeakenedTree : IDisposable
{
    private static readonly string[] Needed = ["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "BannedSymbols.txt", "NuGet.config"];

    private readonly string _directory = ScratchDirectory.Create("argus-weakened-");

    private bool _isCopied;

    /// <summary>Every patch of <c>tests/Weakened</c>, by its name.</summary>
    public static TheoryData<string> Patches =>
        Checkout.Find("tests/Weakened") is { } found ? [.. Directory.EnumerateFiles(found, "*.patch").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)] : [];

    /// <summary>Builds the server as the patch makes it.</summary>
    /// <returns>The program.</returns>
    public async Task<string> BuildAsync(string patch)
    {
        var checkout = Checkout.Find("") ?? throw new InvalidOperationException("There is no checkout to copy.");
        if (!_isCopied)
            CopyFrom(checkout);
        _isCopied = true;
        var path = Path.Combine(checkout, "tests", "Weakened", $"{patch}.patch");
        await RunAsync("patch", "-p1", "--batch", "-i", path);
        try
        {
            // What weakens the code need not be in its style.
            await RunAsync("dotnet", "build", "src/Argus.Server", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false", "-v", "q");
        }
        finally
        {
            await RunAsync("patch", "-p1", "--batch", "-R", "-i", path);
        }

        return Path.Combine(_directory, "src", "Argus.Server", "bin", "Debug", "net10.0", "Argus.Server.dll");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void CopyFrom(string checkout)
    {
        foreach (var name in Needed.Where(name => File.Exists(Path.Combine(checkout, name))))
            File.Copy(Path.Combine(checkout, name), Path.Combine(_directory, name));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(checkout, "src"), "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(checkout, file);
            if (relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                continue;
            var copy = Path.Combine(_directory, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _directory, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(15));
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{await output}\n{await errors}");
        }
        finally
        {
            await Processes.EndAsync(process);
        }
    }
}
