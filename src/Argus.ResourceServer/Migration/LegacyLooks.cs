using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Argus.Jose;
using Argus.ResourceServer.Trust;

namespace Argus.ResourceServer.Migration;

/// <summary>
/// Tells by the looks whose a token is, before anybody verifies it. What names an issuer that is trusted is Argus's, whatever its algorithm: who changes a token
/// of Argus gets it to no other verifier. So is what says RS256 and may be a peer's, or hides its issuer.
/// </summary>
internal static class LegacyLooks
{
    public static bool IsLegacy(string token, TrustedIssuers issuers)
    {
        var ascii = Encoding.ASCII.GetBytes(token);
        Span<char> name = stackalloc char[UnverifiedIssuer.MaxLength];
        if (!UnverifiedIssuer.TryRead(ascii, JwtValidator.MaxTokenLength, name, out var length))
            return !IsRs256(ascii);
        if (issuers.Find(name[..length], out var isUnknowable) is not null)
            return false;
        return !(isUnknowable && IsRs256(ascii));
    }

    // Forgiving where Argus's reading is strict: what a lenient reader would take for a token of Argus must not pass for something else.
    private static bool IsRs256(ReadOnlySpan<byte> token)
    {
        var end = token.IndexOf((byte)'.');
        if (end < 0)
            return false;
        var header = new byte[Base64Url.GetMaxDecodedLength(end)];
        if (Base64Url.DecodeFromUtf8(token[..end], header, out _, out var written) != OperationStatus.Done)
            return false;
        try
        {
            using var document = JsonDocument.Parse(header.AsMemory(0, written));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("alg", out var algorithm) && algorithm.ValueKind == JsonValueKind.String && algorithm.ValueEquals("RS256");
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // An escape that spells no character: what another reader makes of it nobody knows, and Argus refuses it.
            return true;
        }
    }
}
