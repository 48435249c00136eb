namespace Argus.Authority.SignIn.Providers;

/// <summary>Asks outside providers what they tell to those only who show something: under the same guard as all that goes out (<see cref="Outbound.IOutboundDocuments"/>).</summary>
public interface IProviderChannel
{
    /// <param name="uri">Where.</param>
    /// <param name="bearer">An access token to show there.</param>
    /// <returns>JSON by its type, up to 64 KiB.</returns>
    /// <exception cref="ProviderException">There is no answer of status 200 within the bounds.</exception>
    Task<ReadOnlyMemory<byte>> GetAsync(Uri uri, string bearer);

    /// <summary>Posts a form.</summary>
    /// <inheritdoc cref="GetAsync"/>
    Task<ReadOnlyMemory<byte>> PostAsync(Uri uri, IReadOnlyDictionary<string, string> form);
}

/// <summary>An outside provider cannot be asked, or answers what it must not. The message holds nothing that it sent.</summary>
public sealed class ProviderException(string message, Exception? inner = null) : Exception(message, inner);
