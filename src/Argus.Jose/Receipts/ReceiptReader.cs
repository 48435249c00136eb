using System.Text.Json;

namespace Argus.Jose.Receipts;

/// <summary>Reads the claims of a batch whose signature, audience and times are right.</summary>
public static class ReceiptReader
{
    /// <param name="payload">Of a token that <see cref="JwtValidator"/> accepted: one JSON object without duplicate members.</param>
    /// <returns>Null for what breaks a rule of the format.</returns>
    public static ReceiptBatch? Read(ReadOnlyMemory<byte> payload)
    {
        using var json = JsonDocument.Parse(payload);
        var claims = json.RootElement;
        if (Text(claims, "verifier") is not { } verifier || !ReceiptText.IsVerifier(verifier) || Number(claims, "seq") is not { } sequence) return null;
        if (!TryOptional(claims, "prev", Text, out var previous) || previous is not null && !ReceiptText.IsDigest(previous)) return null;
        if (!TryOptional(claims, "jwks_age", Number, out var age)) return null;
        if (Kids(claims) is not { } kids || Receipts(claims) is not { } receipts || Unlisted(claims) is not { } unlisted) return null;
        return new ReceiptBatch { Verifier = verifier, Sequence = sequence, Previous = previous, Kids = kids, KeysAge = age, Receipts = receipts, Unlisted = unlisted };
    }

    private static List<string>? Kids(JsonElement claims)
    {
        if (!claims.TryGetProperty("kids"u8, out var array) || array.ValueKind != JsonValueKind.Array || array.GetArrayLength() > ReceiptBatch.MostKids) return null;
        var kids = new List<string>();
        foreach (var each in array.EnumerateArray())
        {
            if (each.ValueKind != JsonValueKind.String || each.GetString() is not { } kid || !KeyId.IsSafe(kid)) return null;
            kids.Add(kid);
        }

        return kids;
    }

    private static List<Receipt>? Receipts(JsonElement claims)
    {
        if (!claims.TryGetProperty("receipts"u8, out var array) || array.ValueKind != JsonValueKind.Array) return null;
        if (array.GetArrayLength() > ReceiptBatch.MostReceipts) return null;
        var receipts = new List<Receipt>();
        foreach (var each in array.EnumerateArray())
        {
            if (each.ValueKind != JsonValueKind.Object || ReceiptOf(each) is not { } receipt) return null;
            receipts.Add(receipt);
        }

        return receipts;
    }

    private static Receipt? ReceiptOf(JsonElement entry)
    {
        if (Text(entry, "d") is not { } digest || !ReceiptText.IsDigest(digest)) return null;
        if (!TryOptional(entry, "jti", Text, out var jti) || jti is not null && !ReceiptText.IsIdentifier(jti)) return null;
        if (Text(entry, "r") is not { } reason || !ReceiptText.IsReason(reason)) return null;
        return Number(entry, "n") is { } count and > 0 && Number(entry, "t") is { } seen ? new Receipt(digest, jti, reason, count, seen) : null;
    }

    private static Dictionary<string, long>? Unlisted(JsonElement claims)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        if (!claims.TryGetProperty("unlisted"u8, out var members)) return counts;
        if (members.ValueKind != JsonValueKind.Object || members.GetPropertyCount() > ReceiptBatch.MostUnlisted) return null;
        foreach (var member in members.EnumerateObject())
        {
            if (!ReceiptText.IsReason(member.Name) || Number(members, member.Name) is not { } count) return null;
            counts.Add(member.Name, count);
        }

        return counts;
    }

    private static bool TryOptional<T>(JsonElement entry, string name, Func<JsonElement, string, T?> read, out T? value)
    {
        value = entry.TryGetProperty(name, out _) ? read(entry, name) : default;
        return value is not null || !entry.TryGetProperty(name, out _);
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>From 0 to 10^15: what is added up stays a number that JSON can hold.</summary>
    private static long? Number(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
        && number is >= 0 and <= 1_000_000_000_000_000 ? number : null;
}
