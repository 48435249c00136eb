using System.Diagnostics;
using Argus.Log.Exports;

namespace Argus.Specs.Log.Exports;

/// <summary>Whatever lies in the directory: one clear answer, no exception, and no memory by what a file claims.</summary>
public class An_export_that_is_hostile
{
    public static TheoryData<string> AnyFile =>
        ["manifest.json", "checkpoint", "keys.json", "checkpoints/50", "tile/entries/000", "tile/entries/002.p/88", "tile/0/001", "tile/1/000.p/2"];

    [Fact]
    public async Task may_be_empty_or_nowhere()
    {
        using var exported = Exported.Of(2);
        Directory.Delete(exported.Path, recursive: true);
        Assert.Throws<ExportUnreadableException>(() => new ExportDirectory(exported.Path));
        Directory.CreateDirectory(exported.Path);
        Assert.Equal(Divergences.NotAnExport, (await exported.DivergenceAsync()).Name);
    }

    [Theory, MemberData(nameof(AnyFile))]
    public async Task may_have_directories_where_files_should_be(string file)
    {
        using var exported = Exported.Of(600, 50);
        File.Delete(exported.File(file));
        Directory.CreateDirectory(exported.File(file));
        Assert.Equal(Divergences.NotAnExport, (await exported.DivergenceAsync()).Name);
    }

    [Theory, MemberData(nameof(AnyFile))]
    public async Task may_have_links_that_lead_out_of_it(string file)
    {
        using var exported = Exported.Of(600, 50);
        var elsewhere = exported.Path + "-elsewhere";
        File.Move(exported.File(file), elsewhere);
        File.CreateSymbolicLink(exported.File(file), elsewhere);
        try
        {
            Assert.Equal(Divergences.NotAnExport, (await exported.DivergenceAsync()).Name);
        }
        finally
        {
            File.Delete(elsewhere);
        }
    }

    [Theory]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/entries")]
    [InlineData("tile/entries/002.p")]
    public async Task may_have_directories_that_are_links(string directory)
    {
        using var exported = Exported.Of(600, 50);
        var elsewhere = exported.Path + "-elsewhere";
        Directory.Move(exported.File(directory), elsewhere);
        Directory.CreateSymbolicLink(exported.File(directory), elsewhere);
        try
        {
            Assert.Equal(Divergences.NotAnExport, (await exported.DivergenceAsync()).Name);
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [Theory, MemberData(nameof(AnyFile))]
    public async Task may_have_a_pipe_that_nobody_writes_into(string file)
    {
        using var exported = Exported.Of(600, 50);
        File.Delete(exported.File(file));
        using var made = Process.Start("mkfifo", [exported.File(file)]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, made.ExitCode);
        Assert.NotNull((await exported.VerifyAsync().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Divergence);
    }

    [Theory, MemberData(nameof(AnyFile))]
    public async Task may_have_a_file_of_a_gigabyte(string file)
    {
        using var exported = Exported.Of(600, 50);
        using (var sparse = File.OpenWrite(exported.File(file)))
            sparse.SetLength(1L << 30);
        var before = GC.GetTotalAllocatedBytes();
        Assert.NotNull((await exported.VerifyAsync()).Divergence);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64L << 20);
    }

    [Theory, MemberData(nameof(AnyFile))]
    public async Task may_have_any_bytes(string file)
    {
        using var exported = Exported.Of(600, 50);
        foreach (var bytes in new byte[][] { [], [0], [0xff], [.. Enumerable.Repeat((byte)0xff, 8192)], [.. Enumerable.Repeat((byte)0, 8192)], [.. Enumerable.Repeat((byte)'[', 9000)] })
        {
            exported.Change(file, _ => bytes);
            Assert.NotNull((await exported.VerifyAsync()).Divergence);
        }
    }

    [Fact]
    public async Task may_claim_any_size_and_sign_it()
    {
        using var exported = Exported.Of(600);
        var claimed = exported.Checkpoint().Checkpoint with { Size = long.MaxValue };
        exported.Change("checkpoint", _ => exported.Keys.Sign(claimed, DateTimeOffset.UnixEpoch).ToBytes());
        exported.ChangeText("manifest.json", "\"size\":600", $"\"size\":{long.MaxValue}");
        var before = GC.GetTotalAllocatedBytes();
        Assert.Equal(Divergences.Truncated, (await exported.DivergenceAsync()).Name);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64L << 20);
    }

    [Fact]
    public async Task may_be_mixed_of_two_logs()
    {
        using var exported = Exported.Of(600);
        using var other = Exported.WithOtherKeys(600);
        foreach (var file in exported.Files)
        {
            var (own, foreign) = (await Bytes(exported.File(file)), await Bytes(other.File(file)));
            if (own.AsSpan().SequenceEqual(foreign))
                continue;
            exported.Change(file, _ => foreign);
            Assert.NotNull((await exported.VerifyAsync()).Divergence);
            exported.Change(file, _ => own);
        }

        static Task<byte[]> Bytes(string file) => File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task may_have_files_of_any_names()
    {
        using var exported = Exported.Of(600, 50);
        foreach (var name in new[] { "checkpoints/..x", "checkpoints/0050", "checkpoints/99999999999999999999", "checkpoints/0", "tile/entries/002.p/x", "tile/0/002.p/0", "tile/0/002.p/300", "other" })
            await File.WriteAllTextAsync(exported.File(name), "nothing", TestContext.Current.CancellationToken);
        Assert.Null((await exported.VerifyAsync()).Divergence);
    }

    [Fact]
    public async Task may_have_files_that_the_auditor_may_not_read()
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.SkipWhen(Environment.UserName == "root", "Root reads everything.");
        using var exported = Exported.Of(600);
        File.SetUnixFileMode(exported.File("tile/entries/001"), UnixFileMode.None);
        await Assert.ThrowsAsync<ExportUnreadableException>(() => exported.VerifyAsync());
    }
}
