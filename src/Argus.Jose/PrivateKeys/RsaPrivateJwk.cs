using System.Buffers;
using System.Text.Json;

namespace Argus.Jose.PrivateKeys;

/// <summary>Reads one private JWK. What is in it is not judged here.</summary>
internal static class RsaPrivateJwk
{
    public static PrivateKeyFault Read(ReadOnlySpan<byte> json, out RsaNumbers numbers)
    {
        numbers = default;
        if (json.Length > ImportedKey.MaxLength) return PrivateKeyFault.TooLarge;

        var scratch = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            var strict = new StrictJson(json, scratch);
            return PrivateJwkMembers.Read(ref strict, out numbers);
        }
        catch (JsonException)
        {
            return PrivateKeyFault.BadJson;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch, clearArray: true);
        }
    }
}
