using System.Buffers;
using System.Text.Json;

namespace Argus.Jose;

/// <summary>
/// What a token says of its issuer before anything in it is known to be true: good for choosing whose rules and keys it is to be verified with, and for
/// nothing else. <see cref="JwtValidator"/> compares <c>iss</c> with those rules again.
/// </summary>
public static class UnverifiedIssuer
{
    /// <summary>Characters that an issuer has at most.</summary>
    public const int MaxLength = 512;

    /// <summary>Never throws for what is in the token; allocates nothing.</summary>
    /// <param name="compactAscii">The token as it came.</param>
    /// <param name="maxTokenLength">Bytes that it may have.</param>
    /// <param name="issuer">Room for <see cref="MaxLength"/> characters.</param>
    /// <param name="length">Characters written.</param>
    /// <returns>False where no such text can be found: the token would be refused for its form.</returns>
    public static bool TryRead(ReadOnlySpan<byte> compactAscii, int maxTokenLength, Span<char> issuer, out int length)
    {
        length = 0;
        if (compactAscii.Length > maxTokenLength || compactAscii.Count((byte)'.') != 2) return false;

        var encoded = compactAscii[(compactAscii.IndexOf((byte)'.') + 1)..compactAscii.LastIndexOf((byte)'.')];
        var rented = ArrayPool<byte>.Shared.Rent(2 * encoded.Length);
        try
        {
            return Base64UrlStrict.TryDecode(encoded, rented, out var written)
                && TryFind(new StrictJson(rented.AsSpan(0, written), rented.AsSpan(written)), issuer, out length);
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool TryFind(StrictJson json, Span<char> issuer, out int length)
    {
        length = 0;
        if (!json.ReadRoot()) return false;

        while (json.Read() && json.Reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIssuer = json.Name.SequenceEqual("iss"u8);
            if (!json.Read()) return false;
            if (isIssuer)
            {
                if (json.Reader.TokenType != JsonTokenType.String || json.Reader.ValueSpan.Length > MaxLength) return false;
                length = json.Reader.CopyString(issuer);
                return true;
            }

            if (!json.Skip()) return false;
        }

        return false;
    }
}
