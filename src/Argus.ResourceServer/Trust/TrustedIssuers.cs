using System.Collections.Frozen;

namespace Argus.ResourceServer.Trust;

/// <summary>Who is trusted at this moment: the configured issuers, and the peers in the trust bundle.</summary>
internal sealed class TrustedIssuers(IReadOnlyList<TrustedIssuer> configured, BundleCache? bundle)
{
    private readonly FrozenDictionary<string, TrustedIssuer>.AlternateLookup<ReadOnlySpan<char>> _configured =
        configured.ToFrozenDictionary(issuer => issuer.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly TrustedIssuer[] _inOrder = [.. configured];

    /// <summary>
    /// The configured issuer with whose name the payload begins, as far as its encoding shows: tokens of Argus begin so. It is a guess, which the validator
    /// confirms; it saves decoding the payload twice.
    /// </summary>
    public TrustedIssuer? FindLikely(ReadOnlySpan<byte> compact)
    {
        var payload = compact[(compact.IndexOf((byte)'.') + 1)..];
        foreach (var issuer in _inOrder)
        {
            if (payload.StartsWith(issuer.PayloadStart)) return issuer;
        }

        return null;
    }

    /// <summary>Exact comparison (RFC 7519 §4.1.1). A configured issuer is never taken from the bundle.</summary>
    /// <param name="name">As the token has it.</param>
    /// <param name="isUnknowable">Set where it may be a peer, but nobody knows the peers now.</param>
    public TrustedIssuer? Find(ReadOnlySpan<char> name, out bool isUnknowable)
    {
        isUnknowable = false;
        if (_configured.TryGetValue(name, out var known)) return known;
        if (bundle is null) return null;
        if (bundle.Current is not { } current)
        {
            isUnknowable = true;
            return null;
        }

        return current.Peers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var peer) ? peer : null;
    }
}
