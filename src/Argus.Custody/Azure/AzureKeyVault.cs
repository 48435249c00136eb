using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Keys;
using Azure.Core;
using Azure.Identity;

namespace Argus.Custody.Azure;

/// <summary>
/// The <c>azure-key-vault</c> provider: data keys wrapped by an RSA key of Azure Key Vault with RSA-OAEP-256, which authenticates no context; the envelope
/// binds each private half to its tenant and kid. Tested against a local stand-in for the HTTP exchange, not tried against the real service.
/// </summary>
public sealed class AzureKeyVault : IKeyWrapper
{
    private const string Version = "api-version=7.4";
    private const string Algorithm = "RSA-OAEP-256";

    private readonly AzureKeyVaultOptions _options;
    private readonly TokenCredential _credential;
    private readonly ProviderCall _call;
    private readonly ProviderApi _api;

    private AzureKeyVault(AzureKeyVaultOptions options, TokenCredential credential, TimeSpan patience)
    {
        _options = options;
        _credential = credential;
        _call = new ProviderCall(Name, patience);
        _api = new ProviderApi(Name);
    }

    public string Name => "azure-key-vault";

    /// <summary>Asks Key Vault for nothing yet.</summary>
    /// <param name="credential">Null for the default chain: environment, workload identity, managed identity, developer tools.</param>
    public static WrappedKeyCustody Open(AzureKeyVaultOptions options, TokenCredential? credential = null) =>
        Open(options, credential ?? new DefaultAzureCredential(), ProviderCall.Patience);

    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellation) =>
        await WrapAsync(key, await CurrentAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation)
    {
        if (!AzureWrappedKey.TryParse(wrapped.Span, out var stored))
            throw new CustodyException($"What is stored is not a key that {Name} wrapped.");
        return Value(await PostAsync(stored.Key, "unwrapkey", stored.Value, cancellation).ConfigureAwait(false));
    }

    public async ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => (await CurrentAsync(cancellation).ConfigureAwait(false)).ToString();

    public async ValueTask<byte[]?> RewrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation)
    {
        var current = await CurrentAsync(cancellation).ConfigureAwait(false);
        if (AzureWrappedKey.TryParse(wrapped.Span, out var stored) && stored.Key == current)
            return null;

        var key = await UnwrapAsync(wrapped, context, cancellation).ConfigureAwait(false);
        try
        {
            return await WrapAsync(key, current, cancellation).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    internal static WrappedKeyCustody Open(AzureKeyVaultOptions options, TokenCredential credential, TimeSpan patience) =>
        new(new Envelope(new AzureKeyVault(options, credential, patience)));

    private async Task<byte[]> WrapAsync(ReadOnlyMemory<byte> key, AzureKeyVersion version, CancellationToken cancellation)
    {
        var answer = await PostAsync(version, "wrapkey", Base64Url.EncodeToString(key.Span), cancellation).ConfigureAwait(false);
        return new AzureWrappedKey(version, Base64Url.EncodeToString(Value(answer))).ToBytes();
    }

    /// <summary>The latest version is the one of a key asked for without a version.</summary>
    private async Task<AzureKeyVersion> CurrentAsync(CancellationToken cancellation)
    {
        var answer = await SendAsync(HttpMethod.Get, $"keys/{_options.Key}/", "get", content: null, cancellation).ConfigureAwait(false);
        return AzureKeyVersion.TryRead(_options.Key, answer.Text("key", "kid"), out var version) ? version : throw answer.Malformed();
    }

    private Task<ProviderAnswer> PostAsync(AzureKeyVersion key, string operation, string value, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"keys/{key}/{operation}", operation, ProviderApi.Body(("alg", Algorithm), ("value", value)), cancellation);

    private async Task<ProviderAnswer> SendAsync(HttpMethod method, string path, string operation, HttpContent? content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(_options.VaultUri, $"{path}?{Version}")) { Content = content };
        try
        {
            return await _call.RunAsync(operation, SendTimedAsync, cancellation).ConfigureAwait(false);
        }
        catch (AuthenticationFailedException e)
        {
            throw new CustodyException($"{Name} could not be asked for {operation}: no token could be had ({e.GetType().Name}).");
        }

        async Task<ProviderAnswer> SendTimedAsync(CancellationToken timed)
        {
            var token = await _credential.GetTokenAsync(new TokenRequestContext([_options.Scope]), timed).ConfigureAwait(false);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
            return await _api.SendAsync(request, operation, timed).ConfigureAwait(false);
        }
    }

    private static byte[] Value(ProviderAnswer answer)
    {
        var value = Encoding.ASCII.GetBytes(answer.Text("value"));
        return Base64Url.IsValid(value) ? Base64Url.DecodeFromUtf8(value) : throw answer.Malformed();
    }
}
