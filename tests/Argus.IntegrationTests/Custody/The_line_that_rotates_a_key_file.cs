using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.QuickStart;

namespace Argus.IntegrationTests.Custody;

/// <summary>The shell line in docs/operations.md, as it stands there.</summary>
public sealed class The_line_that_rotates_a_key_file : IDisposable
{
    private readonly string _directory = ScratchDirectory.Create("argus-rotation-");

    private string KeyFile => Path.Combine(_directory, "kek");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task puts_a_new_key_first_and_a_running_node_takes_it()
    {
        Assert.True(TenantId.TryParse("acme", out var tenant));
        var custody = FileKeyCustody.Open(KeyFile, mayCreate: true);
        var made = await custody.CreateAsync(tenant, 2048, Cancellation);
        Assert.True(Kid.TryParse(made.PublicKey.Kid, out var kid));
        var before = (Name: await custody.WrappingKeyAsync(Cancellation), Text: await File.ReadAllTextAsync(KeyFile, Cancellation));

        await Shell.RunAsync($"cd {_directory} && {await LineAsync()}");

        Assert.NotEqual(before.Name, await custody.WrappingKeyAsync(Cancellation));
        (await custody.OpenAsync(tenant, kid, made.Handle, Cancellation)).Dispose();
        var anew = await custody.RewrapAsync(tenant, kid, made.Handle, Cancellation);
        Assert.NotNull(anew);
        Assert.EndsWith("\n" + before.Text, await File.ReadAllTextAsync(KeyFile, Cancellation), StringComparison.Ordinal);
        Assert.Equal([KeyFile], Directory.GetFiles(_directory));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    [Fact]
    public async Task leaves_the_file_alone_when_it_cannot_write_another()
    {
        FileKeyCustody.Open(KeyFile, mayCreate: true);
        var before = await File.ReadAllTextAsync(KeyFile, Cancellation);
        await File.WriteAllTextAsync(KeyFile + ".new", "of somebody else", Cancellation);

        await Shell.RunAsync($"cd {_directory}; {await LineAsync()}; true");

        Assert.Equal(before, await File.ReadAllTextAsync(KeyFile, Cancellation));
    }

    internal static async Task<string> LineAsync()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Argus.sln")))
            directory = Path.GetDirectoryName(directory)!;
        var lines = await File.ReadAllLinesAsync(Path.Combine(directory, "docs", "operations.md"), Cancellation);
        return lines.Single(line => line.Contains("/dev/urandom", StringComparison.Ordinal)).Trim();
    }
}
