using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;

namespace Argus.Specs.Authority;

public sealed class A_key_file : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("argus-key-file-").FullName;

    private string File => Path.Combine(_directory, "below", "custody.key");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void is_made_for_its_owner_alone()
    {
        FileKeyCustody.Open(File, mayCreate: true);

        Assert.Equal(KeyEncryptionKey.Size, Convert.FromBase64String(System.IO.File.ReadAllText(File).Trim()).Length);
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void stays_as_it_is_when_it_is_there()
    {
        FileKeyCustody.Open(File, mayCreate: true);
        var before = System.IO.File.ReadAllText(File);

        FileKeyCustody.Open(File, mayCreate: true);
        FileKeyCustody.Open(File, mayCreate: false);

        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void is_not_made_anew_when_it_was_lost()
    {
        Assert.Throws<CustodyException>(() => FileKeyCustody.Open(File, mayCreate: false));

        Assert.False(System.IO.File.Exists(File));
    }

    [Theory]
    [InlineData(0b110_100_000)]
    [InlineData(0b110_000_100)]
    [InlineData(0b110_010_000)]
    [InlineData(0b110_000_001)]
    [InlineData(0b111_000_000)]
    [InlineData(0b110_110_110)]
    public void that_others_can_use_is_refused(int mode)
    {
        if (OperatingSystem.IsWindows())
            return;
        FileKeyCustody.Open(File, mayCreate: true);
        System.IO.File.SetUnixFileMode(File, (UnixFileMode)mode);

        var fault = Assert.Throws<CustodyException>(() => FileKeyCustody.Open(File, mayCreate: true));

        Assert.Contains("0600", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("garbage")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")] // 31 bytes.
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")] // 33 bytes.
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=AAAA")]
    public void that_holds_no_key_is_refused_and_left_alone(string content)
    {
        FileKeyCustody.Open(File, mayCreate: true);
        System.IO.File.WriteAllText(File, content);

        var fault = Assert.Throws<CustodyException>(() => FileKeyCustody.Open(File, mayCreate: true));

        Assert.DoesNotContain("garbage", fault.Message, StringComparison.Ordinal);
        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public async Task is_one_however_many_make_it_at_once()
    {
        using var start = new Barrier(16);
        var custodies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(Cancellation);
                return FileKeyCustody.Open(File, mayCreate: true);
            },
            Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        var made = await custodies[0].CreateAsync(Domain.Samples.Acme, 2048, Cancellation);
        foreach (var custody in custodies)
        {
            using var opened = await custody.OpenAsync(Domain.Samples.Acme, TextId.Parse<Kid>(made.PublicKey.Kid), made.Handle, Cancellation);
            Assert.Equal(made.PublicKey.N, opened.PublicJwk.N);
        }

        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public async Task opens_a_key_for_its_own_tenant_and_kid_only()
    {
        var custody = FileKeyCustody.Open(File, mayCreate: true);
        var made = await custody.CreateAsync(Domain.Samples.Acme, 2048, Cancellation);
        var kid = TextId.Parse<Kid>(made.PublicKey.Kid);

        await Assert.ThrowsAsync<CustodyException>(async () => await custody.OpenAsync(TextId.Parse<TenantId>("other"), kid, made.Handle, Cancellation));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.OpenAsync(Domain.Samples.Acme, Domain.Samples.Kid, made.Handle, Cancellation));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.OpenAsync(Domain.Samples.Acme, kid, RandomNumberGenerator.GetBytes(1_300), Cancellation));
    }
}
