using System.Buffers;
using System.Buffers.Text;

namespace Argus.Jose;

/// <summary>
/// base64url as RFC 7515 §2 defines it and nothing else. The platform's decoder also takes padding and white space, which would give
/// one token many spellings; a denylist or a log keyed by the spelling would then miss.
/// </summary>
internal static class Base64UrlStrict
{
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    private static ReadOnlySpan<byte> LastOfTwo => "AQgw"u8;

    private static ReadOnlySpan<byte> LastOfThree => "AEIMQUYcgkosw048"u8;

    public static int DecodedLength(int encodedLength) => encodedLength / 4 * 3 + Math.Max(0, encodedLength % 4 - 1);

    public static bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> destination, out int written)
    {
        written = 0;
        if (encoded.ContainsAnyExcept(Alphabet) || !EndsCanonically(encoded)) return false;
        return encoded.IsEmpty || Base64Url.DecodeFromUtf8(encoded, destination, out _, out written) == OperationStatus.Done;
    }

    // RFC 4648 §3.5: the bits that the last character carries beyond the last byte must be zero. The platform happens to check it too,
    // but does not promise to.
    private static bool EndsCanonically(ReadOnlySpan<byte> encoded) => (encoded.Length % 4) switch
    {
        0 => true,
        2 => LastOfTwo.Contains(encoded[^1]),
        3 => LastOfThree.Contains(encoded[^1]),
        _ => false,
    };
}
