using System.Globalization;
using System.Text;
using Argus.Authority.Keys;

namespace Argus.Custody.Vault;

/// <summary>
/// The <c>vault</c> provider: data keys wrapped by the transit secrets engine of HashiCorp Vault. Tested against a local stand-in for the HTTP exchange, not
/// tried against a real Vault.
/// </summary>
/// <remarks>
/// The context is not sent as <c>associated_data</c>: rewrap takes none and refuses what was encrypted with it (hashicorp/vault#31791). The envelope binds
/// each private half to its tenant and kid.
/// </remarks>
public sealed class VaultTransit : IKeyWrapper
{
    private const int LongestToken = 8_192;

    private readonly VaultOptions _options;
    private readonly ProviderCall _call;
    private readonly ProviderApi _api;

    private VaultTransit(VaultOptions options, TimeSpan patience)
    {
        _options = options;
        _call = new ProviderCall(Name, patience);
        _api = new ProviderApi(Name);
    }

    public string Name => "vault";

    /// <summary>Asks Vault for nothing yet.</summary>
    public static WrappedKeyCustody Open(VaultOptions options) => Open(options, ProviderCall.Patience);

    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellation)
    {
        var answer = await PostAsync("encrypt", "plaintext", Convert.ToBase64String(key.Span), cancellation).ConfigureAwait(false);
        return Ciphertext(answer);
    }

    public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation)
    {
        var answer = await PostAsync("decrypt", "ciphertext", Stored(wrapped).Text, cancellation).ConfigureAwait(false);
        var key = new byte[64];
        return Convert.TryFromBase64String(answer.Text("data", "plaintext"), key, out var length) ? key[..length] : throw answer.Malformed();
    }

    public async ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => $"v{await LatestVersionAsync(cancellation).ConfigureAwait(false)}";

    public async ValueTask<byte[]?> RewrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation)
    {
        var (text, version) = Stored(wrapped);
        if (version >= await LatestVersionAsync(cancellation).ConfigureAwait(false))
            return null;
        return Ciphertext(await PostAsync("rewrap", "ciphertext", text, cancellation).ConfigureAwait(false));
    }

    internal static WrappedKeyCustody Open(VaultOptions options, TimeSpan patience) => new(new Envelope(new VaultTransit(options, patience)));

    private async Task<int> LatestVersionAsync(CancellationToken cancellation) =>
        (await SendAsync(HttpMethod.Get, "keys", content: null, cancellation).ConfigureAwait(false)).Positive("data", "latest_version");

    private Task<ProviderAnswer> PostAsync(string operation, string member, string value, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, operation, ProviderApi.Body((member, value)), cancellation);

    private async Task<ProviderAnswer> SendAsync(HttpMethod method, string operation, HttpContent? content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(_options.Address, $"v1/{_options.Mount}/{operation}/{_options.Key}")) { Content = content };
        request.Headers.TryAddWithoutValidation("X-Vault-Token", ReadToken());
        request.Headers.TryAddWithoutValidation("X-Vault-Request", "true");
        if (_options.Namespace is { } name)
            request.Headers.TryAddWithoutValidation("X-Vault-Namespace", name);
        return await _call.RunAsync(operation, timed => _api.SendAsync(request, operation, timed), cancellation).ConfigureAwait(false);
    }

    private string ReadToken()
    {
        var token = Encoding.ASCII.GetString(OwnerOnlyFile.Read(_options.TokenFile, LongestToken)).Trim();
        return token.Length > 0 && token.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0
            ? token
            : throw new CustodyException($"{_options.TokenFile} does not hold a token of Vault.");
    }

    private static byte[] Ciphertext(ProviderAnswer answer)
    {
        var text = answer.Text("data", "ciphertext");
        return TryReadVersion(text, out _) ? Encoding.ASCII.GetBytes(text) : throw answer.Malformed();
    }

    private static (string Text, int Version) Stored(ReadOnlyMemory<byte> wrapped)
    {
        var text = Encoding.ASCII.GetString(wrapped.Span);
        return TryReadVersion(text, out var version) ? (text, version) : throw new CustodyException("What is stored is not a key that vault wrapped.");
    }

    /// <summary><c>vault:v{version}:{base64}</c>.</summary>
    private static bool TryReadVersion(string text, out int version)
    {
        version = 0;
        return text.Split(':') is ["vault", ['v', .. var digits], { Length: > 0 }]
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out version)
            && version > 0
            && text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
    }
}
