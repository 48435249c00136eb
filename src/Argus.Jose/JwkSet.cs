using System.Buffers;
using System.Text.Json;

namespace Argus.Jose;

/// <summary>JWK sets (RFC 7517 §5).</summary>
public static class JwkSet
{
    /// <summary><c>{"keys":[…]}</c> in the order given: the same keys give the same bytes, so a strong ETag may be taken of them.</summary>
    public static byte[] Write(IEnumerable<RsaPublicJwk> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys"u8);
            foreach (var key in keys) key.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Reads a set from outside, at most 256 KiB. Keys that cannot verify RS256 (EC, encryption, other algorithms, sizes or exponents, malformed
    /// ones) are passed over as RFC 7517 §5 asks, so the list may be empty. A private member in any key refuses the whole set.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out IReadOnlyList<RsaPublicJwk> keys, out JwkFault fault) =>
        JwkReader.TryReadSet(json, out keys, out fault);
}
