using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Argus.Jose;
using Argus.ResourceServer.Keys;

namespace Argus.ResourceServer.Trust;

/// <summary>
/// Reads the claim <c>issuers</c> of a trust bundle whose signature is right. A peer whose entry makes no sense is left out, and so trusted with nothing; its
/// neighbours are not.
/// </summary>
internal static class BundleReader
{
    private const int MostPeers = 1024;
    private const int MaxPrefixLength = 64;

    /// <param name="anchor">Whose bundle it is.</param>
    /// <param name="payload">Of the JWS.</param>
    /// <returns>Null if there is no such claim, or a private key in it: then the whole is refused.</returns>
    public static IReadOnlyList<BundledPeer>? Read(string anchor, ReadOnlyMemory<byte> payload)
    {
        using var json = JsonDocument.Parse(payload);
        if (!json.RootElement.TryGetProperty("issuers"u8, out var issuers) || issuers.ValueKind != JsonValueKind.Array || issuers.GetArrayLength() > MostPeers) return null;

        var peers = new List<BundledPeer>();
        foreach (var entry in issuers.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || Text(entry, "issuer") is not { } issuer || !IssuerAddress.IsPeer(issuer)) continue;
            if (!entry.TryGetProperty("jwks"u8, out var jwks)) continue;
            if (!JwkSet.TryParse(Encoding.UTF8.GetBytes(jwks.GetRawText()), out var keys, out var fault))
            {
                if (fault == JwkFault.PrivateMember) return null;
                continue;
            }

            if (TermsOf(anchor, entry) is { } terms) peers.Add(new BundledPeer(issuer, keys, terms));
        }

        return peers;
    }

    // What is absent allows nothing. The anchor's own entry has no terms, and its keys are not taken from here.
    private static PeerTerms? TermsOf(string anchor, JsonElement entry)
    {
        if (Texts(entry, "audiences") is not { } audiences || Text(entry, "subject_prefix") is not { Length: > 0 and <= MaxPrefixLength } prefix) return null;

        TimeSpan? lifetime = null;
        if (entry.TryGetProperty("max_lifetime"u8, out var seconds))
        {
            if (seconds.ValueKind != JsonValueKind.Number || !seconds.TryGetInt32(out var most) || most <= 0) return null;
            lifetime = TimeSpan.FromSeconds(most);
        }

        var scopes = entry.TryGetProperty("scope"u8, out _) ? Text(entry, "scope") : "";
        return scopes is null ? null : new PeerTerms(anchor, audiences, scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal), lifetime, prefix);
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static FrozenSet<string>? Texts(JsonElement entry, string name)
    {
        if (!entry.TryGetProperty(name, out var values) || values.ValueKind != JsonValueKind.Array) return null;
        if (values.EnumerateArray().Any(value => value.ValueKind != JsonValueKind.String)) return null;
        return values.EnumerateArray().Select(value => value.GetString()!).ToFrozenSet(StringComparer.Ordinal);
    }
}
