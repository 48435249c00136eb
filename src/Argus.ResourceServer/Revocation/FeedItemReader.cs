using System.Text.Json;

namespace Argus.ResourceServer.Revocation;

/// <summary>
/// Reads the items of a feed document. What is not understood may be a revocation, so a document with such an item is not understood at all.
/// </summary>
internal ref struct FeedItemReader
{
    private string? _token, _family, _key, _peer, _audience;
    private NameHash? _subject, _client;
    private long? _notBefore, _exp;
    private bool? _isDisabled, _isTenantDisabled;

    /// <param name="json">On the start of the item's object; afterwards on its end.</param>
    /// <param name="item">The item.</param>
    public static bool TryRead(ref Utf8JsonReader json, out FeedItem item)
    {
        item = default;
        var members = default(FeedItemReader);
        if (json.TokenType != JsonTokenType.StartObject) return false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!members.TryReadMember(ref json)) return false;
        }

        if (members.Item() is not { } read) return false;
        item = members._exp is { } exp ? read with { Exp = exp } : read;
        return true;
    }

    private bool TryReadMember(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("jti"u8)) return TryText(ref json, out _token);
        if (json.ValueTextEquals("fid"u8)) return TryText(ref json, out _family);
        if (json.ValueTextEquals("kid"u8)) return TryText(ref json, out _key);
        if (json.ValueTextEquals("peer"u8)) return TryText(ref json, out _peer);
        if (json.ValueTextEquals("aud"u8)) return TryText(ref json, out _audience);
        if (json.ValueTextEquals("sub_hash"u8)) return TryHash(ref json, out _subject);
        if (json.ValueTextEquals("client_hash"u8)) return TryHash(ref json, out _client);
        if (json.ValueTextEquals("not_before"u8)) return TryNumber(ref json, out _notBefore);
        if (json.ValueTextEquals("exp"u8)) return TryNumber(ref json, out _exp);
        if (json.ValueTextEquals("disabled"u8)) return TryFlag(ref json, out _isDisabled);
        return json.ValueTextEquals("tenant_disabled"u8) && TryFlag(ref json, out _isTenantDisabled);
    }

    /// <summary>What the members mean together; null for a combination that has no meaning.</summary>
    private readonly FeedItem? Item()
    {
        var names = Count(_token) + Count(_family) + Count(_key) + Count(_peer) + Count(_audience);
        var holders = (_subject is null ? 0 : 1) + (_client is null ? 0 : 1);
        return (names, holders, _notBefore, _isDisabled, _isTenantDisabled) switch
        {
            (1, 0, null, null, null) => Named(_token, FeedItemKind.Token) ?? Named(_family, FeedItemKind.Family) ?? Named(_key, FeedItemKind.Key),
            (1, 0, null, { } disabled, null) =>
                (Named(_peer, FeedItemKind.Peer) ?? Named(_audience, FeedItemKind.Audience)) is { } item ? item with { IsRevoked = disabled } : null,
            (1, 0, { } notBefore, null, null) => Named(_peer, FeedItemKind.PeerBefore) is { } item ? item with { NotBefore = notBefore } : null,
            (0, _, { } notBefore, null, null) => new FeedItem(FeedItemKind.IssuedBefore, null, _subject, _client) { NotBefore = notBefore },
            (0, 1, null, { } disabled, null) =>
                new FeedItem(_subject is null ? FeedItemKind.Client : FeedItemKind.Subject, null, _subject, _client) { IsRevoked = disabled },
            (0, 0, null, null, { } disabled) => new FeedItem(FeedItemKind.Tenant) { IsRevoked = disabled },
            _ => null,
        };
    }

    private static int Count(string? name) => name is null ? 0 : 1;

    private static FeedItem? Named(string? name, FeedItemKind kind) => name is null ? null : new FeedItem(kind, name);

    private static bool TryText(ref Utf8JsonReader json, out string? text)
    {
        text = json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
        return !string.IsNullOrEmpty(text);
    }

    private static bool TryHash(ref Utf8JsonReader json, out NameHash? hash)
    {
        hash = TryText(ref json, out var text) && NameHash.TryParse(text, out var parsed) ? parsed : null;
        return hash is not null;
    }

    private static bool TryNumber(ref Utf8JsonReader json, out long? number)
    {
        number = json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value) && value >= 0 ? value : null;
        return number is not null;
    }

    private static bool TryFlag(ref Utf8JsonReader json, out bool? flag)
    {
        flag = json.Read() && json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : null;
        return flag is not null;
    }
}
