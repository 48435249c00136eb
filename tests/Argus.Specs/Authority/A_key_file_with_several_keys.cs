using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;

namespace Argus.Specs.Authority;

/// <summary>The first line wraps, all lines unwrap; what another process writes into the file is noticed without a restart.</summary>
public sealed class A_key_file_with_several_keys : IDisposable
{
    private static readonly TenantId Tenant = Domain.Samples.Acme;

    private readonly string _directory = Directory.CreateTempSubdirectory("argus-key-file-").FullName;
    private readonly byte[] _old = RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size);
    private readonly byte[] _new = RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size);

    private string File => Path.Combine(_directory, "kek");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task wraps_with_the_first_and_unwraps_with_all_of_them()
    {
        var (custody, kid, handle) = await UnderTheOldKey();

        Write(_new, _old);
        var other = await custody.CreateAsync(Tenant, 2048, Cancellation);

        await Opens(custody, kid, handle);
        await Opens(custody, TextId.Parse<Kid>(other.PublicKey.Kid), other.Handle);
        Assert.Equal(new KeyEncryptionKey(_new).Id, Convert.ToHexStringLower(other.Handle.Span[1..9]));
        Assert.Equal(new KeyEncryptionKey(_old).Id, Convert.ToHexStringLower(handle.Span[1..9]));
    }

    [Fact]
    public async Task names_the_one_that_wraps_as_soon_as_the_file_has_changed()
    {
        var (custody, _, _) = await UnderTheOldKey();
        Assert.Equal(new KeyEncryptionKey(_old).Id, await custody.WrappingKeyAsync(Cancellation));

        Write(_new, _old);

        Assert.Equal(new KeyEncryptionKey(_new).Id, await custody.WrappingKeyAsync(Cancellation));
    }

    [Fact]
    public async Task is_read_again_by_a_node_that_meets_a_key_which_another_wrapped_under_a_new_line()
    {
        var (running, _, _) = await UnderTheOldKey();
        Write(_new, _old);
        var made = await FileKeyCustody.Open(File, mayCreate: false).CreateAsync(Tenant, 2048, Cancellation);

        await Opens(running, TextId.Parse<Kid>(made.PublicKey.Kid), made.Handle);
    }

    [Fact]
    public async Task unwraps_with_a_line_that_is_not_the_first_yet()
    {
        var (custody, kid, handle) = await UnderTheOldKey();
        Write(_old, _new);
        Assert.Null(await custody.RewrapAsync(Tenant, kid, handle, Cancellation));
        Write(_new, _old);
        var anew = await custody.RewrapAsync(Tenant, kid, handle, Cancellation);
        Write(_old, _new);

        await Opens(FileKeyCustody.Open(File, mayCreate: false), kid, anew!.Value);
    }

    [Fact]
    public async Task wraps_anew_what_is_not_under_the_first_line_and_the_old_line_can_go()
    {
        var (custody, kid, handle) = await UnderTheOldKey();
        Write(_new, _old);

        var anew = (await custody.RewrapAsync(Tenant, kid, handle, Cancellation))!.Value;

        await Opens(custody, kid, handle);
        await Opens(custody, kid, anew);
        Assert.Null(await custody.RewrapAsync(Tenant, kid, anew, Cancellation));
        Write(_new);
        await Opens(FileKeyCustody.Open(File, mayCreate: false), kid, anew);
        await Assert.ThrowsAsync<CustodyException>(async () => await FileKeyCustody.Open(File, mayCreate: false).OpenAsync(Tenant, kid, handle, Cancellation));
    }

    [Fact]
    public async Task refuses_what_a_removed_line_wrapped_once_it_has_been_read_again()
    {
        var (custody, kid, handle) = await UnderTheOldKey();
        Write(_new);

        await Assert.ThrowsAsync<CustodyException>(async () => await custody.RewrapAsync(Tenant, kid, handle, Cancellation));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.OpenAsync(Tenant, kid, handle, Cancellation));

        Write(_new, _old);
        await Opens(custody, kid, handle);
    }

    [Fact]
    public async Task unwraps_what_the_first_release_wrapped_by_any_line_and_wraps_it_anew()
    {
        using var rsa = RSA.Create(2048);
        var kid = TextId.Parse<Kid>(Argus.Jose.RsaPublicJwk.FromRsa(rsa).Kid);
        var handle = FirstRelease.Wrap(_old, rsa.ExportPkcs8PrivateKey(), $"{Tenant}/{kid}");
        Write(_old);
        var custody = FileKeyCustody.Open(File, mayCreate: false);
        await Opens(custody, kid, handle);
        Write(_new, _old);
        await Opens(FileKeyCustody.Open(File, mayCreate: false), kid, handle);

        // That one does not say which key wrapped it, so that it is wrapped anew even by the same.
        Write(_old);
        var anew = (await custody.RewrapAsync(Tenant, kid, handle, Cancellation))!.Value;

        await Opens(custody, kid, anew);
        Assert.Null(await custody.RewrapAsync(Tenant, kid, anew, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage\n")]
    public async Task that_was_spoilt_wraps_nothing_and_unwraps_what_it_did(string spoilt)
    {
        var (custody, kid, handle) = await UnderTheOldKey();
        await System.IO.File.WriteAllTextAsync(File, Convert.ToBase64String(_new) + "\n" + spoilt + "\n" + Convert.ToBase64String(_old), Cancellation);

        var fault = await Assert.ThrowsAsync<CustodyException>(async () => await custody.CreateAsync(Tenant, 2048, Cancellation));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.WrappingKeyAsync(Cancellation));

        await Opens(custody, kid, handle);
        Assert.Contains("Line 2", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(_new), fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task that_others_can_use_since_wraps_nothing()
    {
        if (OperatingSystem.IsWindows())
            return;
        var (custody, _, _) = await UnderTheOldKey();
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        await Assert.ThrowsAsync<CustodyException>(async () => await custody.CreateAsync(Tenant, 2048, Cancellation));
        await Assert.ThrowsAsync<CustodyException>(async () => await custody.WrappingKeyAsync(Cancellation));
    }

    private static async Task Opens(IKeyCustody custody, Kid kid, ReadOnlyMemory<byte> handle)
    {
        using var opened = await custody.OpenAsync(Tenant, kid, handle, Cancellation);
        Assert.Equal(kid.Value, opened.Kid);
    }

    private async Task<(IKeyCustody, Kid, ReadOnlyMemory<byte>)> UnderTheOldKey()
    {
        Write(_old);
        var custody = FileKeyCustody.Open(File, mayCreate: false);
        var made = await custody.CreateAsync(Tenant, 2048, Cancellation);
        return (custody, TextId.Parse<Kid>(made.PublicKey.Kid), made.Handle);
    }

    /// <summary>As docs/operations.md says: beside it, then over it.</summary>
    private void Write(params byte[][] keys)
    {
        OwnerOnlyFile.TryCreate(File + ".new", System.Text.Encoding.ASCII.GetBytes(string.Concat(keys.Select(key => Convert.ToBase64String(key) + "\n"))));
        System.IO.File.Move(File + ".new", File, overwrite: true);
    }
}
