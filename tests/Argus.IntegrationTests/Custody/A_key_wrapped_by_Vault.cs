using System.Text;
using Argus.Authority.Keys;
using Argus.Custody.Vault;

namespace Argus.IntegrationTests.Custody;

public sealed class A_key_wrapped_by_Vault : RemoteCustodyContract
{
    private readonly string _directory = ScratchDirectory.Create("argus-vault-");
    private VaultStandIn _vault = null!;

    private protected override StandIn Provider => _vault;

    private protected override string Credential => _vault.Token;

    private string TokenFile => Path.Combine(_directory, "token");

    public override async ValueTask InitializeAsync()
    {
        _vault = await StandIn.StartAsync(new VaultStandIn { Mount = "kms/transit", Namespace = "team/argus" });
        WriteToken(_vault.Token);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task is_wrapped_anew_when_Vault_has_a_new_version()
    {
        var custody = Open();
        var made = await custody.CreateAsync(Tenant, 2048, Cancellation);
        Assert.Equal("v1", await custody.WrappingKeyAsync(Cancellation));
        Assert.Null(await custody.RewrapAsync(Tenant, KidOf(made), made.Handle, Cancellation));

        _vault.Key.Rotate();
        Assert.Equal("v2", await custody.WrappingKeyAsync(Cancellation));
        (await custody.OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation)).Dispose();
        var anew = (await custody.RewrapAsync(Tenant, KidOf(made), made.Handle, Cancellation))!.Value;

        Assert.Contains("vault:v2:", Encoding.Latin1.GetString(anew.Span), StringComparison.Ordinal);
        Assert.Null(await custody.RewrapAsync(Tenant, KidOf(made), anew, Cancellation));
        (await Open().OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation)).Dispose();
        _vault.LeastVersion = 2;
        (await Open().OpenAsync(Tenant, KidOf(made), anew, Cancellation)).Dispose();
        await Refused(() => Open().OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation).AsTask());
    }

    [Fact]
    public async Task is_never_exchanged_for_one_that_does_not_open()
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);
        _vault.Key.Rotate();
        var changed = made.Handle.ToArray();
        changed[^1] ^= 1;

        await Refused(() => Open().RewrapAsync(Tenant, KidOf(made), changed, Cancellation).AsTask());
        await Refused(() => Open().RewrapAsync(OtherTenant, KidOf(made), made.Handle, Cancellation).AsTask());
    }

    [Fact]
    public async Task waits_for_a_token_that_is_good_and_takes_it_from_the_file_at_once()
    {
        var custody = Open();
        var made = await custody.CreateAsync(Tenant, 2048, Cancellation);
        _vault.Token = "hvs.second-token";

        var fault = await Refused(() => custody.OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation).AsTask());
        Assert.Contains("vault answered decrypt with status 403", fault.Message, StringComparison.Ordinal);
        await Refused(() => custody.WrappingKeyAsync(Cancellation).AsTask());

        WriteToken("hvs.second-token");
        (await custody.OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation)).Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("hvs.with\nX-Other: header")]
    public async Task is_not_asked_for_with_what_is_no_token(string content)
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);
        var before = _vault.Requests.Count;
        WriteToken(content);

        var fault = await Refused(() => Open().OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation).AsTask());

        Assert.Contains(TokenFile, fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, _vault.Requests.Count);
    }

    [Fact]
    public async Task is_not_asked_for_with_a_token_that_others_can_read_or_that_is_gone()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(TokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("0600", (await Refused(() => Open().CreateAsync(Tenant, 2048, Cancellation).AsTask())).Message, StringComparison.Ordinal);

        File.Delete(TokenFile);
        await Refused(() => Open().CreateAsync(Tenant, 2048, Cancellation).AsTask());

        Assert.Empty(_vault.Requests);
    }

    [Fact]
    public async Task says_that_it_comes_from_a_program_and_for_which_namespace()
    {
        await Open().WrappingKeyAsync(Cancellation);

        var request = Assert.Single(_vault.Requests);
        Assert.StartsWith("GET /v1/kms/transit/keys/argus\n", request, StringComparison.Ordinal);
        Assert.Contains("X-Vault-Request: true", request, StringComparison.Ordinal);
        Assert.Contains("X-Vault-Namespace: team/argus", request, StringComparison.Ordinal);
    }

    private protected override WrappedKeyCustody Open(TimeSpan patience) =>
        VaultTransit.Open(new VaultOptions(_vault.Address, "kms/transit", "argus", TokenFile, "team/argus"), patience);

    private void WriteToken(string token)
    {
        File.Delete(TokenFile);
        OwnerOnlyFile.TryCreate(TokenFile, Encoding.ASCII.GetBytes(token + "\n"));
    }
}
