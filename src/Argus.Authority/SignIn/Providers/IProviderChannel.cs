namespace Argus.Authority.SignIn.Providers;

/// <summary>Asks outside providers over HTTPS, or HTTP on loopback: without redirects, with bounds on size and time.</summary>
public interface IProviderChannel
{
    /// <param name="uri">Where.</param>
    /// <param name="bearer">An access token to show there; null for none.</param>
    /// <exception cref="ProviderException">There is no answer of status 200 within the bounds.</exception>
    Task<ProviderDocument> GetAsync(Uri uri, string? bearer = null);

    /// <summary>Posts a form.</summary>
    /// <inheritdoc cref="GetAsync"/>
    Task<ProviderDocument> PostAsync(Uri uri, IReadOnlyDictionary<string, string> form);
}

/// <summary>What a provider answered.</summary>
/// <param name="Body">UTF-8, up to 64 KiB.</param>
/// <param name="MaxAge">How long the provider lets it be kept (RFC 9111 §5.2.2.1); null if it does not say.</param>
public sealed record ProviderDocument(ReadOnlyMemory<byte> Body, TimeSpan? MaxAge);

/// <summary>An outside provider cannot be asked, or answers what it must not. The message holds nothing that it sent.</summary>
public sealed class ProviderException(string message, Exception? inner = null) : Exception(message, inner);
