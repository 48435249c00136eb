namespace Argus.Authority.Logouts;

/// <summary>Carries logout tokens to clients.</summary>
public interface ILogoutChannel
{
    /// <summary>Posts a token to a client (OpenID Connect Back-Channel Logout 1.0 §2.5).</summary>
    /// <param name="uri">As the client registered it.</param>
    /// <param name="token">ASCII of the logout token.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether the client took it; false whatever else happened, for whatever reason.</returns>
    Task<bool> PostAsync(string uri, ReadOnlyMemory<byte> token, CancellationToken cancellation);
}
