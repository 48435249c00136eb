using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Keys;
using Argus.Custody.Pkcs11;
using Argus.Domain.Kernel;

namespace Argus.IntegrationTests.Custody;

/// <summary>A SoftHSM2 with one token. Where it is not installed its tests are skipped, but not by a build server.</summary>
public sealed class SoftHsm : IAsyncLifetime
{
    internal const string Label = "argus-tests";

    private readonly string _directory = ScratchDirectory.Create("argus-hsm-");

    internal static string? Library { get; } = Installed("softhsm/libsofthsm2.so");

    internal static TenantId Acme { get; } = TenantId.TryParse("acme", out var id) ? id : default;

    internal static TenantId Globex { get; } = TenantId.TryParse("globex", out var id) ? id : default;

    internal string Pin { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    internal Pkcs11Options Options => new(Library ?? "/none", Label, Path.Combine(_directory, "pin"));

    /// <summary>What programs need to know to find the token.</summary>
    internal string Configuration => Path.Combine(_directory, "softhsm2.conf");

    /// <summary>The same for a process of its own.</summary>
    internal string[] Environment => [$"SOFTHSM2_CONF={Configuration}"];

    /// <summary>Configures a node for it.</summary>
    internal string[] Settings => SettingsOf(Options);

    internal string Tokens => Path.Combine(_directory, "tokens");

    public async ValueTask InitializeAsync()
    {
        if (Library is null)
            return;
        Directory.CreateDirectory(Tokens);
        await File.WriteAllTextAsync(Configuration, $"directories.tokendir = {Tokens}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
        OwnerOnlyFile.TryCreate(Options.PinFile, Encoding.ASCII.GetBytes(Pin + "\n"));
        SetForModules("SOFTHSM2_CONF", Configuration);
        await RunAsync("softhsm2-util", "--init-token", "--free", "--label", Label, "--pin", Pin, "--so-pin", Pin);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A custody in front of the token.</summary>
    internal Pkcs11Custody Open()
    {
        SkipWhereMissing(Library, "SoftHSM2");
        return Pkcs11Custody.Open(Options, TimeProvider.System);
    }

    internal string NewPinFile(string name, string pin, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, pin);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
        return path;
    }

    /// <returns>What pkcs11-tool tells somebody with the PIN.</returns>
    internal async Task<string> AskToolAsync(params string[] arguments) =>
        await RunAsync("pkcs11-tool", ["--module", Library!, "--token-label", Label, "--login", "--pin", "env:TEST_PIN", .. arguments]);

    internal static string[] SettingsOf(Pkcs11Options options)
    {
        SkipWhereMissing(Library, "SoftHSM2");
        return
        [
            "--Argus:KeyCustody:Provider", "pkcs11", "--Argus:KeyCustody:Pkcs11:Module", options.Module,
            "--Argus:KeyCustody:Pkcs11:Token", options.TokenLabel, "--Argus:KeyCustody:Pkcs11:PinFile", options.PinFile,
        ];
    }

    internal static string? Installed(string module) =>
        new[] { "/usr/lib", "/usr/lib64", $"/usr/lib/{Architecture}-linux-gnu" }.Select(folder => Path.Combine(folder, module)).FirstOrDefault(File.Exists);

    internal static void SkipWhereMissing(string? library, string product)
    {
        if (library is null && System.Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"There is no {product} on this machine.");
        Assert.SkipWhen(library is null, $"There is no {product} on this machine.");
    }

    /// <summary>A module in this process asks the C library, which .NET does not tell of its own changes.</summary>
    internal static void SetForModules(string variable, string value) => _ = setenv(variable, value, 1);

    private static string Architecture => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "aarch64" : "x86_64";

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SOFTHSM2_CONF"] = Configuration;
        start.Environment["TEST_PIN"] = Pin;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program}: {await output}{await errors}");
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setenv(string name, string value, int overwrite);
}

/// <summary>One after the other: a login holds for the whole process.</summary>
[CollectionDefinition(Name)]
public sealed class SoftHsmCollection : ICollectionFixture<SoftHsm>
{
    internal const string Name = "One SoftHSM2";
}
