using System.Text.Json;

namespace Argus.Jose;

/// <summary>Values of members that public and private JWKs have in common. The reader stands on the value.</summary>
internal static class JwkMember
{
    /// <param name="isMalformed">Set if the value is no text.</param>
    public static string? Text(ref StrictJson strict, ref bool isMalformed)
    {
        if (strict.Reader.TokenType == JsonTokenType.String) return strict.Reader.GetString();
        isMalformed = true;
        return null;
    }

    /// <summary>Passes over <c>key_ops</c> (RFC 7517 §4.3).</summary>
    /// <param name="needed">What the key is to be used for here.</param>
    /// <param name="isAllowed">Whether that is among them.</param>
    /// <param name="isMalformed">Set if one of them is no text.</param>
    /// <returns>False where the text breaks off.</returns>
    public static bool TakeOperations(ref StrictJson strict, ReadOnlySpan<byte> needed, out bool isAllowed, ref bool isMalformed)
    {
        isAllowed = false;
        if (strict.Reader.TokenType != JsonTokenType.StartArray) return strict.Skip();

        while (strict.Read() && strict.Reader.TokenType != JsonTokenType.EndArray)
        {
            if (strict.Reader.TokenType != JsonTokenType.String) isMalformed = true;
            else if (strict.Reader.ValueTextEquals(needed)) isAllowed = true;
            if (!strict.Skip()) return false;
        }

        return strict.Reader.TokenType == JsonTokenType.EndArray;
    }
}
