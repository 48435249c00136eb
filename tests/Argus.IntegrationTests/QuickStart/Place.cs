using System.Security.Cryptography;
using Argus.IntegrationTests.Embedded;
using Argus.Postgres.Embedded;

namespace Argus.IntegrationTests.QuickStart;

/// <summary>An empty directory in which a server is started. Afterwards nothing may run for it, and it is removed with what it points to.</summary>
internal sealed class Place : IAsyncDisposable
{
    public Place()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"argus-quick-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    /// <summary>In the data directory that the server makes here.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, ".argus", name);

    public UnixFileMode Mode(string name) => OperatingSystem.IsWindows() ? UnixFileMode.None : System.IO.File.GetUnixFileMode(File(name));

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Eventually.Holds("nothing runs any more", TimeSpan.FromSeconds(60), () => Processes.Mentioning(Path).Count == 0);
        }
        finally
        {
            foreach (var (id, _) in Processes.Mentioning(Path))
                Processes.Kill(id);
            if (Environment.IsPrivilegedProcess && Directory.Exists(ServerPlace.OutsideParent))
            {
                foreach (var outside in Directory.EnumerateDirectories(ServerPlace.OutsideParent))
                {
                    if ((await System.IO.File.ReadAllTextAsync(System.IO.Path.Combine(outside, "data-directory"))).StartsWith(Path, StringComparison.Ordinal))
                        Directory.Delete(outside, recursive: true);
                }
            }

            Directory.Delete(Path, recursive: true);
        }
    }
}
