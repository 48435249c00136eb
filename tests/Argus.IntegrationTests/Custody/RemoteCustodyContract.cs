using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;

namespace Argus.IntegrationTests.Custody;

/// <summary>What holds for every provider that wraps remotely.</summary>
public abstract class RemoteCustodyContract : IAsyncLifetime
{
    private protected static readonly TenantId Tenant = TenantOf("acme");

    private protected static readonly TenantId OtherTenant = TenantOf("other");

    // One for all providers: such a key takes seconds to make.
    private static readonly Lazy<RSAParameters> Largest = new(() =>
    {
        using var rsa = RSA.Create(4096);
        return rsa.ExportParameters(includePrivateParameters: true);
    });

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected abstract StandIn Provider { get; }

    /// <summary>What stands for the node towards the provider.</summary>
    private protected abstract string Credential { get; }

    public abstract ValueTask InitializeAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task opens_a_key_in_another_process()
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);

        using var opened = await Open().OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation);

        Assert.Equal(made.PublicKey.N, opened.PublicJwk.N);
    }

    [Fact]
    public async Task takes_over_a_key_of_the_largest_size()
    {
        using var rsa = RSA.Create(Largest.Value);
        var taken = await Open().ImportAsync(Tenant, rsa, Cancellation);

        using var opened = await Open().OpenAsync(Tenant, KidOf(taken), taken.Handle, Cancellation);

        Assert.Equal(Argus.Jose.RsaPublicJwk.FromRsa(rsa).N, opened.PublicJwk.N);
    }

    [Fact]
    public async Task opens_a_key_for_its_own_tenant_and_kid_only()
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);
        var other = await Open().CreateAsync(Tenant, 2048, Cancellation);

        await Refused(() => Open().OpenAsync(OtherTenant, KidOf(made), made.Handle, Cancellation).AsTask());
        await Refused(() => Open().OpenAsync(Tenant, KidOf(other), made.Handle, Cancellation).AsTask());
    }

    [Fact]
    public async Task refuses_a_handle_that_was_changed_anywhere()
    {
        var custody = Open();
        var made = await custody.CreateAsync(Tenant, 2048, Cancellation);
        for (var i = 0; i < made.Handle.Length; i += i < 8 ? 1 : 13)
        {
            var changed = made.Handle.ToArray();
            changed[i] ^= 0x04;
            await Refused(() => custody.OpenAsync(Tenant, KidOf(made), changed, Cancellation).AsTask());
        }

        await Refused(() => custody.OpenAsync(Tenant, KidOf(made), made.Handle[..^1], Cancellation).AsTask());
        await Refused(() => custody.OpenAsync(Tenant, KidOf(made), RandomNumberGenerator.GetBytes(1_500), Cancellation).AsTask());
        await Refused(() => custody.OpenAsync(Tenant, KidOf(made), ReadOnlyMemory<byte>.Empty, Cancellation).AsTask());
    }

    [Fact]
    public async Task sends_nothing_of_a_private_half()
    {
        using var rsa = RSA.Create(2048);
        var half = rsa.ExportParameters(includePrivateParameters: true);
        var custody = Open();

        var taken = await custody.ImportAsync(Tenant, rsa, Cancellation);
        (await custody.OpenAsync(Tenant, KidOf(taken), taken.Handle, Cancellation)).Dispose();
        await custody.RewrapAsync(Tenant, KidOf(taken), taken.Handle, Cancellation);

        // The data key is found where it should be: what is looked for would be found.
        var sent = Provider.Requests.ToArray();
        Assert.Contains(sent, request => Forms(Assert.Single(Provider.DataKeys)).Any(form => request.Contains(form, StringComparison.OrdinalIgnoreCase)));
        byte[][] secrets = [half.D!, half.P!, half.Q!, half.DP!, half.DQ!, half.InverseQ!, rsa.ExportPkcs8PrivateKey()];
        foreach (var form in secrets.SelectMany(secret => Forms(secret[^64..])))
            Assert.DoesNotContain(sent, request => request.Contains(form[4..^4], StringComparison.OrdinalIgnoreCase));
        Assert.All(Provider.DataKeys, key => Assert.Equal(32, key.Length));
    }

    [Theory]
    [InlineData(nameof(Mishap.Away))]
    [InlineData(nameof(Mishap.Redirects))]
    [InlineData(nameof(Mishap.Endless))]
    [InlineData(nameof(Mishap.Fails))]
    [InlineData(nameof(Mishap.Unavailable))]
    [InlineData(nameof(Mishap.NotJson))]
    [InlineData(nameof(Mishap.OtherJson))]
    [InlineData(nameof(Mishap.Truncated))]
    [InlineData(nameof(Mishap.Empty))]
    public async Task says_so_when_the_provider_does_not_do_its_part_and_goes_on_when_it_does(string mishap)
    {
        var custody = Open();
        using var rsa = RSA.Create(2048);
        var taken = await custody.ImportAsync(Tenant, rsa, Cancellation);
        Provider.Requests.Clear();
        Provider.Mishap = Enum.Parse<Mishap>(mishap);

        await Refused(() => custody.OpenAsync(Tenant, KidOf(taken), taken.Handle, Cancellation).AsTask());

        // Neither tried again nor gone elsewhere, nor read on to the end of the time: that would be many gigabytes.
        Assert.InRange(Provider.Taken, 0, 1_000_000_000);
        Assert.Single(Provider.Requests);
        await Refused(() => custody.ImportAsync(Tenant, rsa, Cancellation).AsTask());
        Assert.Equal(2, Provider.Requests.Count);
        Provider.Mishap = Mishap.None;
        (await custody.OpenAsync(Tenant, KidOf(taken), taken.Handle, Cancellation)).Dispose();
    }

    [Fact]
    public async Task does_not_wait_longer_than_its_patience()
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);
        Provider.Mishap = Mishap.Hangs;

        var fault = await Refused(() => Open(TimeSpan.FromMilliseconds(300)).OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation).AsTask());

        Assert.Contains("within", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ends_when_its_caller_gives_up_and_blames_nobody()
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);
        Provider.Mishap = Mishap.Hangs;
        using var caller = new CancellationTokenSource();

        var opening = Open().OpenAsync(Tenant, KidOf(made), made.Handle, caller.Token).AsTask();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Fact]
    public async Task says_so_when_nobody_is_there()
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);
        var custody = Open();
        await Provider.DisposeAsync();

        await Refused(() => custody.OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation).AsTask());
    }

    private protected abstract WrappedKeyCustody Open(TimeSpan patience);

    private protected WrappedKeyCustody Open() => Open(Long);

    /// <summary>With a message that names the provider and shows no secret, and no exception below it that does.</summary>
    private protected async Task<CustodyException> Refused(Func<Task> act)
    {
        var fault = await Assert.ThrowsAsync<CustodyException>(act);
        var text = fault.ToString();
        Assert.DoesNotContain(Credential, text, StringComparison.Ordinal);
        Assert.All(Provider.DataKeys.SelectMany(Forms), form => Assert.DoesNotContain(form, text, StringComparison.OrdinalIgnoreCase));
        return fault;
    }

    private protected static Kid KidOf(CustodyKey key) => Kid.TryParse(key.PublicKey.Kid, out var kid) ? kid : throw new FormatException(key.PublicKey.Kid);

    private static TenantId TenantOf(string text) => TenantId.TryParse(text, out var tenant) ? tenant : throw new FormatException(text);

    /// <summary>Raw, and in every text that keys are written in; JSON may write a plus sign as an escape.</summary>
    private static IEnumerable<string> Forms(byte[] secret)
    {
        string[] forms =
        [
            Encoding.Latin1.GetString(secret), Base64Url.EncodeToString(secret), Convert.ToBase64String(secret).TrimEnd('='),
            Convert.ToBase64String(secret).TrimEnd('=').Replace("+", "\\u002B", StringComparison.Ordinal), Convert.ToHexString(secret),
        ];
        return forms;
    }
}
