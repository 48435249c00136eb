using System.Buffers;

namespace Argus.Jose;

/// <summary>
/// What a <c>kid</c> may look like: 1 to 128 of RFC 3986's unreserved characters. It is only ever a dictionary key, and this is why:
/// nothing that passes here means anything to a path, a shell, SQL, a URL or a log line.
/// </summary>
internal static class KeyId
{
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Safe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    public static bool IsSafe(ReadOnlySpan<char> kid) => kid.Length is > 0 and <= MaxLength && !kid.ContainsAnyExcept(Safe);
}
