using System.Buffers;

namespace Argus.Domain.Clients;

/// <summary>Names of workloads (SPIFFE ID §2): <c>spiffe://</c>, a trust domain, and a path; up to 2048 characters.</summary>
public static class SpiffeId
{
    private const string Scheme = "spiffe://";
    private const int Longest = 2048;
    private const int LongestTrustDomain = 255;

    private static readonly SearchValues<char> OfTrustDomain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-_");
    private static readonly SearchValues<char> OfSegment = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    public static bool IsTrustDomain(string text) => text.Length is > 0 and <= LongestTrustDomain && !text.AsSpan().ContainsAnyExcept(OfTrustDomain);

    /// <summary>Whether this names a workload, and not a trust domain as a whole.</summary>
    public static bool IsWorkload(string text)
    {
        if (text.Length > Longest || !text.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        var parts = text[Scheme.Length..].Split('/');
        return parts.Length > 1 && IsTrustDomain(parts[0]) && parts.Skip(1).All(IsSegment);
    }

    /// <summary>The trust domain in the name of a workload.</summary>
    public static string TrustDomainOf(string workload) => workload[Scheme.Length..].Split('/')[0];

    private static bool IsSegment(string segment) => segment.Length > 0 && segment is not ("." or "..") && !segment.AsSpan().ContainsAnyExcept(OfSegment);
}
