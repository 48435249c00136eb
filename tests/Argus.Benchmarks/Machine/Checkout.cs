namespace Argus.Benchmarks.Machine;

/// <summary>Where things lie in the working copy that this program was built in.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>The node's Release build, which a reference of this project's builds along with it.</summary>
    public static string Server => Path.Combine(Root, "src/Argus.Server/bin/Release/net10.0/Argus.Server.dll");

    public static string OidcProvider => Path.Combine(Root, "tests/Argus.Benchmarks/peers/oidc-provider");

    public static string InteropPackages => Path.Combine(Root, "tests/Argus.IntegrationTests/Interop/npm");

    public static string LoadScript => Path.Combine(AppContext.BaseDirectory, "Load/load.lua");

    public static string RotationScript => Path.Combine(AppContext.BaseDirectory, "Load/rotate.lua");

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Argus.sln"))) return directory.FullName;
        }

        throw new FailedRunException("the benchmark runs from within a checkout: no Argus.sln above " + AppContext.BaseDirectory);
    }
}
