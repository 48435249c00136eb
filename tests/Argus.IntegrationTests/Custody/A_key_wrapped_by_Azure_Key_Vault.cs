using System.Text;
using Argus.Authority.Keys;
using Argus.Custody.Azure;
using Azure.Core;
using Azure.Identity;

namespace Argus.IntegrationTests.Custody;

public sealed class A_key_wrapped_by_Azure_Key_Vault : RemoteCustodyContract
{
    private readonly GivenToken _credential = new();
    private KeyVaultStandIn _vault = null!;

    private protected override StandIn Provider => _vault;

    private protected override string Credential => _credential.Token!;

    public override async ValueTask InitializeAsync()
    {
        _vault = await StandIn.StartAsync(new KeyVaultStandIn());
        _credential.Token = _vault.Token;
    }

    [Fact]
    public async Task is_wrapped_anew_when_the_key_has_a_new_version()
    {
        var custody = Open();
        var made = await custody.CreateAsync(Tenant, 2048, Cancellation);
        var before = await custody.WrappingKeyAsync(Cancellation);
        Assert.Null(await custody.RewrapAsync(Tenant, KidOf(made), made.Handle, Cancellation));

        _vault.Rotate();
        var after = await custody.WrappingKeyAsync(Cancellation);
        (await custody.OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation)).Dispose();
        var anew = (await custody.RewrapAsync(Tenant, KidOf(made), made.Handle, Cancellation))!.Value;

        Assert.NotEqual(before, after);
        Assert.Contains(before!, Encoding.Latin1.GetString(made.Handle.Span), StringComparison.Ordinal);
        Assert.Contains(after!, Encoding.Latin1.GetString(anew.Span), StringComparison.Ordinal);
        Assert.Null(await custody.RewrapAsync(Tenant, KidOf(made), anew, Cancellation));
        (await Open().OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation)).Dispose();
        _vault.RemoveOldest();
        (await Open().OpenAsync(Tenant, KidOf(made), anew, Cancellation)).Dispose();
        await Refused(() => Open().OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation).AsTask());
    }

    [Fact]
    public async Task waits_for_a_token_that_has_not_expired()
    {
        var custody = Open();
        var made = await custody.CreateAsync(Tenant, 2048, Cancellation);
        _vault.Token = "eyJ0eXAi.second-access-token";

        var fault = await Refused(() => custody.OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation).AsTask());

        Assert.Equal("azure-key-vault answered unwrapkey with status 401.", fault.Message);
        _credential.Token = _vault.Token;
        (await custody.OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation)).Dispose();
    }

    [Fact]
    public async Task is_not_given_to_an_identity_without_permission()
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);
        _vault.MayUse = false;

        var fault = await Refused(() => Open().OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation).AsTask());

        Assert.Contains("403", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_not_asked_for_without_a_token()
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);
        var before = _vault.Requests.Count;
        var token = _credential.Token;
        _credential.Token = null;
        var custody = Open();

        await Assert.ThrowsAsync<CustodyException>(() => custody.OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation).AsTask());

        Assert.Equal(before, _vault.Requests.Count);
        _credential.Token = token;
    }

    [Theory]
    [InlineData("@evil.example")]
    [InlineData("..")]
    [InlineData("a?b")]
    [InlineData("http:")]
    public async Task sends_the_token_nowhere_else_whatever_is_stored(string name)
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);
        var before = _vault.Requests.Count;
        byte[] inner = Encoding.ASCII.GetBytes($"{name}/0123456789abcdef/AAAA");

        await Refused(() => Open().OpenAsync(Tenant, KidOf(made), (byte[])[3, 0, (byte)inner.Length, .. inner, .. new byte[60]], Cancellation).AsTask());

        Assert.Equal(before, _vault.Requests.Count);
    }

    [Fact]
    public async Task asks_for_a_token_for_key_vaults()
    {
        await Open().WrappingKeyAsync(Cancellation);

        Assert.Equal("https://vault.azure.net/.default", _credential.Scope);
        Assert.Equal("https://vault.azure.cn/.default", new AzureKeyVaultOptions(new Uri("https://name.vault.azure.cn"), "argus").Scope);
        Assert.StartsWith($"GET /keys/{KeyVaultStandIn.KeyName}/?api-version=7.4\n", Assert.Single(_vault.Requests), StringComparison.Ordinal);
    }

    private protected override WrappedKeyCustody Open(TimeSpan patience) =>
        AzureKeyVault.Open(new AzureKeyVaultOptions(_vault.Address, KeyVaultStandIn.KeyName), _credential, patience);

    private sealed class GivenToken : TokenCredential
    {
        public string? Token { get; set; }

        public string? Scope { get; private set; }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scope = requestContext.Scopes.Single();
            return new AccessToken(Token ?? throw new CredentialUnavailableException("none here"), DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
