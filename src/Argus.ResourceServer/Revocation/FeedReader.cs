using System.Text.Json;
using Argus.Jose;
using Argus.ResourceServer.Keys;

namespace Argus.ResourceServer.Revocation;

/// <summary>Verifies documents of one issuer's feed with its keys, and reads them.</summary>
internal sealed class FeedReader(string issuer, IKeySource keys, TimeSpan clockTolerance, TimeProvider clock)
{
    /// <summary>Bytes of a document: some 100,000 revocations that all still matter.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    private readonly TokenRules _rules = new()
    {
        Issuer = issuer,
        Typ = TokenType.Revocations,
        ClockSkew = clockTolerance,
        MaxLength = MaxLength,
        Required = RequiredClaims.IssuedAt,
    };

    /// <returns>The document; or why there is none.</returns>
    public async ValueTask<(FeedDocument? Document, FeedFault Fault)> ReadAsync(ReadOnlyMemory<byte> compact, CancellationToken stop)
    {
        string? missing = null;
        VerificationKey? Find(string kid) => keys.Find(missing = kid);

        var fault = JwtValidator.Validate(compact.Span, _rules, Find, clock.GetUtcNow(), out var verified);
        if (fault == TokenFault.UnknownKey && await keys.LookAgainAsync(missing!, stop).ConfigureAwait(false))
            fault = JwtValidator.Validate(compact.Span, _rules, Find, clock.GetUtcNow(), out verified);
        if (verified is null)
            return (null, fault == TokenFault.UnknownKey ? FeedFault.UnknownKey : FeedFault.NotVerified);
        return DocumentIn(verified) is { } document ? (document, FeedFault.None) : (null, FeedFault.NotVerified);
    }

    private static FeedDocument? DocumentIn(VerifiedToken verified)
    {
        var json = new Utf8JsonReader(verified.Payload.Span);
        bool? isSnapshot = null;
        long? from = null, epoch = null;
        List<FeedItem>? items = null;
        var isRead = json.Read();
        while (isRead && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("kind"u8)) isRead = (isSnapshot = Kind(ref json)) is not null;
            else if (json.ValueTextEquals("from"u8)) isRead = (from = Number(ref json)) is not null;
            else if (json.ValueTextEquals("epoch"u8)) isRead = (epoch = Number(ref json)) is not null;
            else if (json.ValueTextEquals("items"u8)) isRead = (items = Items(ref json)) is not null;
            else json.Skip();
        }

        return isSnapshot is { } whole && from is { } first && epoch is { } last && items is not null && first <= last
            ? new FeedDocument(whole, first, last, verified.IssuedAt, items)
            : null;
    }

    private static bool? Kind(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.String) return null;
        return json.ValueTextEquals("snapshot"u8) ? true : json.ValueTextEquals("delta"u8) ? false : null;
    }

    private static long? Number(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) && number >= 0 ? number : null;

    private static List<FeedItem>? Items(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray) return null;
        var items = new List<FeedItem>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (!FeedItemReader.TryRead(ref json, out var item)) return null;
            items.Add(item);
        }

        return items;
    }
}
