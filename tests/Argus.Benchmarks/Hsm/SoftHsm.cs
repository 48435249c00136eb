using System.Security.Cryptography;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Hsm;

/// <summary>SoftHSM2 with one token of the run's own.</summary>
internal sealed class SoftHsm
{
    private const string Install = "on Debian, apt-get install softhsm2";
    private const string Label = "argus-bench";

    private static readonly string[] Libraries =
        ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm.so"];

    private SoftHsm(string module, string directory)
    {
        Module = module;
        PinFile = Path.Combine(directory, "pin");
        Configuration = Path.Combine(directory, "softhsm2.conf");
    }

    public string Module { get; }

    public string PinFile { get; }

    public (string Name, string Value)[] ForNode =>
    [
        ("SOFTHSM2_CONF", Configuration), ("Argus__KeyCustody__Provider", "pkcs11"), ("Argus__KeyCustody__Pkcs11__Module", Module),
        ("Argus__KeyCustody__Pkcs11__Token", Label), ("Argus__KeyCustody__Pkcs11__PinFile", PinFile),
    ];

    /// <summary>Of <see cref="HsmSigning"/>.</summary>
    public IEnumerable<string> ForSigning => [Module, Label, PinFile];

    public string[] Environment => [$"SOFTHSM2_CONF={Configuration}", $"PKCS11_MODULE_PATH={Module}"];

    private string Configuration { get; }

    public static async Task<SoftHsm> CreateAsync(Stage stage)
    {
        var module = Array.Find(Libraries, File.Exists) ?? throw new FailedRunException($"there is no SoftHSM2: {Install}");
        var directory = stage.NewPath();
        var tokens = Path.Combine(directory, "tokens");
        Directory.CreateDirectory(tokens);
        var hsm = new SoftHsm(module, directory);
        await File.WriteAllTextAsync(hsm.Configuration, $"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n", stage.Stop);
        var pin = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await File.WriteAllTextAsync(hsm.PinFile, pin, stage.Stop);
        File.SetUnixFileMode(hsm.PinFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Tool.RunAsync(
            "env", [.. hsm.Environment, "softhsm2-util", "--init-token", "--free", "--label", Label, "--pin", pin, "--so-pin", pin], directory, Install, stage.Stop);
        return hsm;
    }
}
