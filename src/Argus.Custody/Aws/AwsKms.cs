using Amazon;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using Argus.Authority.Keys;

namespace Argus.Custody.Aws;

/// <summary>
/// The <c>aws-kms</c> provider: data keys wrapped by a symmetric key of AWS KMS, with the tenant and kid as encryption context. KMS keeps all versions of its
/// key and rotates them unseen. Tested against a local stand-in for the HTTP exchange, not tried against the real service.
/// </summary>
public sealed class AwsKms : IKeyWrapper
{
    /// <summary>The key of the one pair in the encryption context; CloudTrail shows both.</summary>
    private const string ContextKey = "argus:key";

    private readonly string _keyId;
    private readonly ProviderCall _call;
    private readonly AmazonKeyManagementServiceClient _client;

    private AwsKms(AwsKmsOptions options, AWSCredentials? credentials, TimeSpan patience)
    {
        var config = Config(options);
        _keyId = options.KeyId;
        _call = new ProviderCall(Name, patience);
        _client = credentials is null ? new AmazonKeyManagementServiceClient(config) : new AmazonKeyManagementServiceClient(credentials, config);
    }

    public string Name => "aws-kms";

    /// <summary>Asks KMS for nothing yet.</summary>
    /// <param name="credentials">Null for the default chain: environment, shared profile, web identity, container or instance role.</param>
    public static WrappedKeyCustody Open(AwsKmsOptions options, AWSCredentials? credentials = null) => Open(options, credentials, ProviderCall.Patience);

    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellation)
    {
        using var plaintext = new MemoryStream(key.ToArray());
        var request = new EncryptRequest { KeyId = _keyId, Plaintext = plaintext, EncryptionContext = new() { [ContextKey] = context } };
        var answer = await CallAsync("Encrypt", timed => _client.EncryptAsync(request, timed), cancellation).ConfigureAwait(false);
        return Content("Encrypt", answer.CiphertextBlob);
    }

    public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation)
    {
        using var ciphertext = new MemoryStream(wrapped.ToArray());
        var request = new DecryptRequest { KeyId = _keyId, CiphertextBlob = ciphertext, EncryptionContext = new() { [ContextKey] = context } };
        var answer = await CallAsync("Decrypt", timed => _client.DecryptAsync(request, timed), cancellation).ConfigureAwait(false);
        return Content("Decrypt", answer.Plaintext);
    }

    public ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => ValueTask.FromResult<string?>(null);

    public ValueTask<byte[]?> RewrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation) => ValueTask.FromResult<byte[]?>(null);

    internal static WrappedKeyCustody Open(AwsKmsOptions options, AWSCredentials? credentials, TimeSpan patience) =>
        new(new Envelope(new AwsKms(options, credentials, patience)));

    private static AmazonKeyManagementServiceConfig Config(AwsKmsOptions options)
    {
        var config = new AmazonKeyManagementServiceConfig
        {
            AllowAutoRedirect = false,
            DisableLogging = true,
            HttpClientFactory = new BoundedClients(),
            IgnoreConfiguredEndpointUrls = true,
            LogResponse = false,
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            ThrottleRetries = false,
        };
        if (options.ServiceUrl is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }
        else
        {
            config.ServiceURL = options.ServiceUrl.ToString();
            config.AuthenticationRegion = options.Region;
        }

        return config;
    }

    /// <summary>
    /// Off the caller's thread: parts of the credential chain wait without being asynchronous. The SDK's exceptions may carry whole bodies; they stay here.
    /// </summary>
    private async Task<T> CallAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await _call.RunAsync(operation, timed => Task.Run(() => call(timed), timed), cancellation).ConfigureAwait(false);
        }
        catch (AmazonUnmarshallingException)
        {
            throw ProviderAnswer.Malformed(Name, operation);
        }
        catch (AmazonServiceException e)
        {
            throw new CustodyException($"{Name} answered {operation} with status {(int)e.StatusCode} {ErrorCode(e)}.");
        }
        catch (AmazonClientException e)
        {
            throw new CustodyException($"{Name} could not be asked for {operation}: {e.GetType().Name}; are there credentials?");
        }
    }

    private static string ErrorCode(AmazonServiceException e) =>
        e.ErrorCode is { Length: < 80 } code && code.All(char.IsAsciiLetterOrDigit) ? code : "without a code";

    private byte[] Content(string operation, MemoryStream? content) =>
        content is { Length: > 0 } ? content.ToArray() : throw ProviderAnswer.Malformed(Name, operation);

    private sealed class BoundedClients : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => BoundedAnswers.NewClient();
    }
}
