using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Argus.Jose.ClientProofs.Spiffe;

/// <summary>The name of a workload (SPIFFE-ID §2): <c>spiffe://trust-domain/path</c>. Compared byte for byte: it has one spelling.</summary>
public sealed record SpiffeId
{
    /// <summary>Characters of the whole name.</summary>
    public const int MaxLength = 2048;

    private const string Scheme = "spiffe://";
    private const int MaxTrustDomainLength = 255;

    private static readonly SearchValues<char> TrustDomainCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-_");

    private static readonly SearchValues<char> SegmentCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    private SpiffeId(string text, string trustDomain) => (Text, TrustDomain) = (text, trustDomain);

    /// <summary>The whole name.</summary>
    public string Text { get; }

    /// <summary>The part between the scheme and the path.</summary>
    public string TrustDomain { get; }

    /// <summary>A workload's name: one without a path is the trust domain's own, and no workload's.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SpiffeId? id)
    {
        id = null;
        if (text is not { Length: <= MaxLength } || !text.StartsWith(Scheme, StringComparison.Ordinal)) return false;

        var rest = text.AsSpan(Scheme.Length);
        if (rest.IndexOf('/') is not (> 0 and var slash)) return false;

        var domain = rest[..slash].ToString();
        if (!IsTrustDomain(domain) || !IsPath(rest[(slash + 1)..])) return false;

        id = new SpiffeId(text, domain);
        return true;
    }

    /// <summary>1 to 255 of <c>a-z 0-9 . - _</c> (SPIFFE-ID §2.1).</summary>
    public static bool IsTrustDomain(string? text) =>
        text is { Length: > 0 and <= MaxTrustDomainLength } && !text.AsSpan().ContainsAnyExcept(TrustDomainCharacters);

    public override string ToString() => Text;

    // SPIFFE-ID §2.2: no empty segments, no dot segments, no percent-encodings.
    private static bool IsPath(ReadOnlySpan<char> path)
    {
        foreach (var range in path.Split('/'))
        {
            var segment = path[range];
            if (segment.IsEmpty || segment is "." or ".." || segment.ContainsAnyExcept(SegmentCharacters)) return false;
        }

        return true;
    }
}
