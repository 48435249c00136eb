using Amazon.Runtime;
using Argus.Authority.Keys;
using Argus.Custody.Aws;

namespace Argus.IntegrationTests.Custody;

public sealed class A_key_wrapped_by_AWS_KMS : RemoteCustodyContract
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private KmsStandIn _kms = null!;

    private protected override StandIn Provider => _kms;

    private protected override string Credential => Secret;

    public override async ValueTask InitializeAsync() => _kms = await StandIn.StartAsync(new KmsStandIn());

    [Fact]
    public async Task outlives_what_KMS_rotates_unseen()
    {
        var custody = Open();
        var made = await custody.CreateAsync(Tenant, 2048, Cancellation);
        _kms.Key.Rotate();

        Assert.Null(await custody.WrappingKeyAsync(Cancellation));
        Assert.Null(await custody.RewrapAsync(Tenant, KidOf(made), made.Handle, Cancellation));
        (await custody.OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation)).Dispose();
    }

    [Fact]
    public async Task is_bound_to_its_tenant_and_kid_in_KMS_too()
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);

        Assert.All(_kms.Requests, request => Assert.Contains($$"""{"argus:key":"acme/{{made.PublicKey.Kid}}"}""", request, StringComparison.Ordinal));
        var fault = await Refused(() => Open().OpenAsync(OtherTenant, KidOf(made), made.Handle, Cancellation).AsTask());
        Assert.Contains("InvalidCiphertextException", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("DisabledException")]
    [InlineData("ExpiredTokenException")]
    [InlineData("ThrottlingException")]
    [InlineData("KMSInternalException")]
    public async Task waits_until_KMS_gives_it_out(string code)
    {
        var custody = Open();
        var made = await custody.CreateAsync(Tenant, 2048, Cancellation);
        var before = _kms.Requests.Count;
        _kms.Refusal = code;

        var fault = await Refused(() => custody.OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation).AsTask());

        Assert.Equal($"aws-kms answered Decrypt with status 400 {code}.", fault.Message);
        Assert.Equal(before + 1, _kms.Requests.Count);
        _kms.Refusal = null;
        (await custody.OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation)).Dispose();
    }

    [Fact]
    public async Task is_not_given_to_other_credentials()
    {
        var made = await Open().CreateAsync(Tenant, 2048, Cancellation);
        _kms.AccessKey = "AKIDOTHER";

        await Refused(() => Open().OpenAsync(Tenant, KidOf(made), made.Handle, Cancellation).AsTask());
    }

    private protected override WrappedKeyCustody Open(TimeSpan patience) =>
        AwsKms.Open(new AwsKmsOptions(KmsStandIn.KeyId, KmsStandIn.Region, _kms.Address), new BasicAWSCredentials("AKIDEXAMPLE", Secret), patience);
}
