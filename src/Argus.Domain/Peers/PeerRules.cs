using System.Buffers;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;

namespace Argus.Domain.Peers;

/// <summary>What a peer may be by itself, and beside others.</summary>
public static class PeerRules
{
    /// <summary>Of a peer at one time. Each rotation has two or three.</summary>
    public const int MostKeys = 32;

    private const int LongestIssuer = 512;
    private const int LongestUri = 2048;
    private const int MostPins = 32;
    private const int LongestKid = 128;
    private const int LongestPrefix = 64;

    private static readonly SearchValues<char> InPrefix = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-:");
    private static readonly SearchValues<char> InKid = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>What is wrong with the settings, whoever else there is.</summary>
    public static Refusal? Fault(PeerSettings settings)
    {
        if (!IsIssuer(settings.Issuer))
            return new("issuer_invalid", "issuer must be an absolute URI of up to 512 characters without query and fragment: https, or http on this machine");
        if (settings.JwksUri is { } uri && !(uri.Length <= LongestUri && IsSafe(uri)))
            return new("jwks_uri_invalid", "jwks_uri must be an absolute URI of up to 2048 characters without fragment: https, or http on this machine");
        if (!IsPrefix(settings.SubjectPrefix))
            return new("subject_prefix_invalid", "subject_prefix must be 2 to 64 of a-z 0-9 . - : with a colon at its end");
        if (settings.SubjectPrefix.StartsWith("client:", StringComparison.Ordinal) || settings.SubjectPrefix.StartsWith("user:", StringComparison.Ordinal))
            return new("subject_prefix_reserved", "subject_prefix must not begin with client: or user:, which are this tenant's own names");
        if (settings.MaxLifetime is < 1 or > TenantPolicy.LongestTokenLifetime)
            return new("max_lifetime_out_of_range", $"max_lifetime must be 1 to {TenantPolicy.LongestTokenLifetime} seconds");
        if (settings.PinnedKids.Count > MostPins || settings.PinnedKids.Any(kid => !IsKid(kid)))
            return new("pinned_kids_invalid", $"pinned_kids must be up to {MostPins} names of keys: 1 to {LongestKid} of A-Z a-z 0-9 - . _ ~");
        return settings.Audiences.Concat(settings.Scope).Any(name => name.Contains('*', StringComparison.Ordinal))
            ? new("wildcard", "audiences and scope name what is meant, one by one: * stands for nothing")
            : null;
    }

    /// <summary>What is against the settings because of who else there is.</summary>
    public static Refusal? Conflict(PeerName name, PeerSettings settings, PeerSurroundings around)
    {
        if (settings.Issuer == around.OwnIssuer)
            return new("issuer_own", "issuer is this tenant's own");
        foreach (var other in around.Peers.Where(other => other.Exists && other.Name != name))
        {
            if (other.Settings.Issuer == settings.Issuer)
                return new("issuer_taken", $"issuer is peer '{other.Name}' already");
            if (other.Settings.SubjectPrefix.StartsWith(settings.SubjectPrefix, StringComparison.Ordinal) || settings.SubjectPrefix.StartsWith(other.Settings.SubjectPrefix, StringComparison.Ordinal))
                return new("subject_prefix_taken", $"with this subject_prefix, names could be mistaken for those of peer '{other.Name}'");
        }

        return null;
    }

    /// <summary>What is wrong with keys that an operator gives.</summary>
    public static Refusal? Fault(PeerName name, IReadOnlyList<OfferedKey> keys, PeerSurroundings around)
    {
        if (keys.Count > MostKeys)
            return new("keys_too_many", $"A peer has at most {MostKeys} keys");
        foreach (var key in keys)
        {
            if (!IsKid(key.Kid))
                return new("kid_invalid", $"A kid is 1 to {LongestKid} of A-Z a-z 0-9 - . _ ~");
            if (keys.Count(other => other.Kid == key.Kid || other.N == key.N) > 1)
                return new("key_repeated", $"The key {key.Kid} is there twice, or its kid is");
            if (around.OwnModuli.Contains(key.N))
                return new("key_own", $"The key {key.Kid} is this tenant's own");
            if (around.Peers.FirstOrDefault(other => other.Name != name && other.Keys.Any(known => known.N == key.N)) is { } owner)
                return new("key_taken", $"The key {key.Kid} is a key of peer '{owner.Name}'");
        }

        return null;
    }

    private static bool IsIssuer(string text) => text.Length <= LongestIssuer && IsSafe(text) && !text.Contains('?', StringComparison.Ordinal);

    private static bool IsPrefix(string text) => text is { Length: >= 2 and <= LongestPrefix } && text[^1] == ':' && !text.AsSpan().ContainsAnyExcept(InPrefix);

    private static bool IsKid(string text) => text.Length is > 0 and <= LongestKid && !text.AsSpan().ContainsAnyExcept(InKid);

    private static bool IsSafe(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !text.Contains('#', StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}

/// <summary>What a peer must not be mistaken for.</summary>
/// <param name="OwnIssuer">The tenant's own.</param>
/// <param name="OwnModuli">Of the keys in the tenant's ring, whatever their state.</param>
/// <param name="Peers">The tenant's peers; the one in question may be among them.</param>
public sealed record PeerSurroundings(string OwnIssuer, IReadOnlySet<string> OwnModuli, IReadOnlyList<PeerState> Peers);
