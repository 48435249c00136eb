using Argus.Cli.Connecting;
using Argus.Jose;

namespace Argus.Cli.Tokens;

/// <summary>The keys that an issuer publishes now (RFC 7517 §5).</summary>
internal sealed class PublishedKeys : IDisposable
{
    private readonly Dictionary<string, VerificationKey> _keys;

    private PublishedKeys(IEnumerable<RsaPublicJwk> keys) =>
        _keys = keys.ToDictionary(key => key.Kid, key => new VerificationKey(key), StringComparer.Ordinal);

    public static async Task<PublishedKeys> FetchAsync(NodeHttp http, Issuer issuer, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, issuer.Jwks);
        var answer = await http.SendAsync(request, isReport: false, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccess)
            throw answer.Failure();
        return JwkSet.TryParse(answer.Body, out var keys, out var fault) ? new PublishedKeys(keys)
            : throw CommandFailure.Unreachable($"{issuer.Jwks} is not a JWK set: {fault}.");
    }

    /// <returns>Null for a key that is not published.</returns>
    public VerificationKey? Find(string kid) => _keys.GetValueOrDefault(kid);

    public void Dispose()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
    }
}
