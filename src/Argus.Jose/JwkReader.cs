using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Argus.Jose;

/// <summary>Reads JWKs and JWK sets that come from outside: a client's registration, a peer, an operator's file.</summary>
internal static class JwkReader
{
    private const int MaxKeyLength = 16 * 1024;
    private const int MaxSetLength = 256 * 1024;

    public static bool TryReadKey(ReadOnlySpan<byte> json, [NotNullWhen(true)] out RsaPublicJwk? jwk, out JwkFault fault)
    {
        jwk = null;
        fault = JwkFault.TooLarge;
        if (json.Length > MaxKeyLength) return false;

        var scratch = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            var strict = new StrictJson(json, scratch);
            fault = JwkFault.BadJson;
            if (strict.ReadRoot()) fault = JwkMembers.Read(ref strict, out jwk);
            if (fault is JwkFault.PrivateMember) return false;
            while (strict.Read());
            if (!strict.IsWhole) fault = FaultOf(ref strict);
        }
        catch (JsonException)
        {
            fault = JwkFault.BadJson;
        }
        finally
        {
            // It may have been a private key.
            ArrayPool<byte>.Shared.Return(scratch, clearArray: true);
        }

        if (fault != JwkFault.None) jwk = null;
        return fault == JwkFault.None;
    }

    public static bool TryReadSet(ReadOnlySpan<byte> json, out IReadOnlyList<RsaPublicJwk> keys, out JwkFault fault)
    {
        keys = [];
        fault = JwkFault.TooLarge;
        if (json.Length > MaxSetLength) return false;

        var found = new List<RsaPublicJwk>();
        var scratch = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            var strict = new StrictJson(json, scratch);
            fault = ReadMembers(ref strict, found);
        }
        catch (JsonException)
        {
            fault = JwkFault.BadJson;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch, clearArray: true);
        }

        if (fault == JwkFault.None) keys = found;
        return fault == JwkFault.None;
    }

    private static JwkFault ReadMembers(ref StrictJson strict, List<RsaPublicJwk> found)
    {
        if (!strict.ReadRoot()) return JwkFault.BadJson;

        var hasKeys = false;
        while (strict.Read())
        {
            if (strict.Reader.TokenType != JsonTokenType.PropertyName) continue;

            var isKeys = strict.Name.SequenceEqual("keys"u8);
            if (!strict.Read()) break;
            if (!isKeys)
            {
                if (!strict.Skip()) break;
                continue;
            }

            hasKeys = true;
            var fault = ReadKeys(ref strict, found);
            if (fault != JwkFault.None) return fault;
        }

        if (!strict.IsWhole) return FaultOf(ref strict);
        return hasKeys ? JwkFault.None : JwkFault.MissingMember;
    }

    private static JwkFault ReadKeys(ref StrictJson strict, List<RsaPublicJwk> found)
    {
        if (strict.Reader.TokenType != JsonTokenType.StartArray) return JwkFault.BadMember;

        var kids = new HashSet<string>(StringComparer.Ordinal);
        while (strict.Read() && strict.Reader.TokenType != JsonTokenType.EndArray)
        {
            if (strict.Reader.TokenType != JsonTokenType.StartObject) return JwkFault.BadMember;

            var fault = JwkMembers.Read(ref strict, out var jwk);
            if (fault is JwkFault.PrivateMember or JwkFault.DuplicateMember or JwkFault.BadJson) return fault;

            // RFC 7517 §5: keys that one cannot use are passed over. A peer may well publish EC or encryption keys beside ours.
            if (jwk is null) continue;
            if (!kids.Add(jwk.Kid)) return JwkFault.DuplicateKid;
            found.Add(jwk);
        }

        return strict.Reader.TokenType == JsonTokenType.EndArray ? JwkFault.None : FaultOf(ref strict);
    }

    internal static JwkFault FaultOf(ref StrictJson strict) => strict.HasDuplicate ? JwkFault.DuplicateMember : JwkFault.BadJson;
}
