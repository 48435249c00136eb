using System.Buffers;
using System.Text.Json;
using Argus.Domain.Kernel;

namespace Argus.Authority.RevocationFeed;

/// <summary>
/// The claims of a feed document (docs/revocation-feed.md). Everybody may read it, so users and clients are named by SHA-256: who has a token knows whose it is,
/// who has none learns nothing.
/// </summary>
internal static class RevocationJson
{
    /// <summary>Seconds. Whoever verifies looks at the age itself; this ends what is replayed much later.</summary>
    private const int Lifetime = 300;

    private const int BytesOfHead = 512;
    private const int BytesOfItem = 96;

    /// <param name="issuer">Whose.</param>
    /// <param name="iat">The second at which nothing else was known to be revoked.</param>
    /// <param name="from">The epoch that a delta begins at; null for a snapshot.</param>
    /// <param name="epoch">The epoch that it leads to.</param>
    /// <param name="items">What is revoked.</param>
    public static ReadOnlyMemory<byte> Write(string issuer, long iat, long? from, long epoch, IReadOnlyCollection<RevocationItem> items)
    {
        var buffer = new ArrayBufferWriter<byte>(BytesOfHead + BytesOfItem * items.Count);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("iss"u8, issuer);
        json.WriteNumber("iat"u8, iat);
        json.WriteNumber("exp"u8, iat + Lifetime);
        json.WriteString("kind"u8, from is null ? "snapshot"u8 : "delta"u8);
        json.WriteNumber("from"u8, from ?? 0);
        json.WriteNumber("epoch"u8, epoch);
        json.WriteStartArray("items"u8);
        foreach (var item in items)
        {
            json.WriteStartObject();
            Write(json, item);
            if (item.Exp is { } exp)
                json.WriteNumber("exp"u8, exp);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, RevocationItem item)
    {
        switch (item.What)
        {
            case RevokedThing.Token:
                json.WriteString("jti"u8, item.Name);
                break;
            case RevokedThing.Family:
                json.WriteString("fid"u8, item.Name);
                break;
            case RevokedThing.IssuedBefore:
                if (item.Name is not null)
                    json.WriteString("sub_hash"u8, TextDigest.Of(item.Name));
                if (item.Client is not null)
                    json.WriteString("client_hash"u8, TextDigest.Of(item.Client));
                json.WriteNumber("not_before"u8, item.NotBefore);
                break;
            case RevokedThing.Subject:
                WriteDisabled(json, "sub_hash"u8, TextDigest.Of(item.Name!), item.IsRevoked);
                break;
            case RevokedThing.Client:
                WriteDisabled(json, "client_hash"u8, TextDigest.Of(item.Name!), item.IsRevoked);
                break;
            case RevokedThing.Key:
                json.WriteString("kid"u8, item.Name);
                break;
            case RevokedThing.Peer:
                WriteDisabled(json, "peer"u8, item.Name!, item.IsRevoked);
                break;
            case RevokedThing.PeerBefore:
                json.WriteString("peer"u8, item.Name);
                json.WriteNumber("not_before"u8, item.NotBefore);
                break;
            case RevokedThing.Audience:
                WriteDisabled(json, "aud"u8, item.Name!, item.IsRevoked);
                break;
            case RevokedThing.Tenant:
                json.WriteBoolean("tenant_disabled"u8, item.IsRevoked);
                break;
            default:
                throw new InvalidOperationException($"{item.What} has no form in the feed.");
        }
    }

    private static void WriteDisabled(Utf8JsonWriter json, ReadOnlySpan<byte> name, string value, bool isDisabled)
    {
        json.WriteString(name, value);
        json.WriteBoolean("disabled"u8, isDisabled);
    }
}
