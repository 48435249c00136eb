using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>An identifier made of text, checked once, where it enters.</summary>
public interface ITextId<TSelf> where TSelf : struct, ITextId<TSelf>
{
    string Value { get; }

    static abstract bool TryParse([NotNullWhen(true)] string? text, out TSelf id);
}

/// <summary>A tenant: <c>[a-z0-9-]{1,63}</c>.</summary>
[JsonConverter(typeof(TextIdConverter<TenantId>))]
public readonly record struct TenantId : ITextId<TenantId>
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private TenantId(string value) => Value = value;

    public static TenantId System { get; } = new("system");

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out TenantId id) =>
        TextId.Check(text, 63, Allowed, value => new TenantId(value), out id);

    public override string ToString() => Value;
}

/// <summary>A client (RFC 6749 §2.2): up to 128 of the characters that need no care in a URL, a header or a stream's name.</summary>
[JsonConverter(typeof(TextIdConverter<ClientId>))]
public readonly record struct ClientId : ITextId<ClientId>
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/@");

    private ClientId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out ClientId id) =>
        TextId.Check(text, 128, Allowed, value => new ClientId(value), out id);

    public override string ToString() => Value;
}

/// <summary>A resource server, as it stands in <c>aud</c>: an absolute URI without a fragment (RFC 8707 §2), up to 512 characters.</summary>
[JsonConverter(typeof(TextIdConverter<ResourceId>))]
public readonly record struct ResourceId : ITextId<ResourceId>
{
    private ResourceId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out ResourceId id)
    {
        id = default;
        if (text is not { Length: > 0 and <= 512 } || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || text[0] == '/')
            return false;
        if (uri.Fragment.Length > 0 || text.Contains('#', StringComparison.Ordinal) || text.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            return false;
        if (text.AsSpan().IndexOfAny('"', '\\') >= 0)
            return false;
        id = new ResourceId(text);
        return true;
    }

    public override string ToString() => Value;
}

/// <summary>A signing key: its RFC 7638 SHA-256 thumbprint, 43 characters of base64url.</summary>
[JsonConverter(typeof(TextIdConverter<Kid>))]
public readonly record struct Kid : ITextId<Kid>
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private Kid(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out Kid id)
    {
        id = default;
        return text is { Length: 43 } && TextId.Check(text, 43, Allowed, value => new Kid(value), out id);
    }

    public override string ToString() => Value;
}

internal static class TextId
{
    public static bool Check<TId>(string? text, int maxLength, SearchValues<char> allowed, Func<string, TId> make, out TId id)
        where TId : struct
    {
        id = default;
        if (text is null || text.Length == 0 || text.Length > maxLength || text.AsSpan().IndexOfAnyExcept(allowed) >= 0)
            return false;
        id = make(text);
        return true;
    }

    /// <summary>For values that are right by construction; a wrong one is a defect.</summary>
    public static TId Parse<TId>(string text) where TId : struct, ITextId<TId> =>
        TId.TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a {typeof(TId).Name}.");
}

internal sealed class TextIdConverter<TId> : JsonConverter<TId> where TId : struct, ITextId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TId.TryParse(RecurringText.Read(ref reader), out var id) ? id : throw new JsonException($"Not a {typeof(TId).Name}.");

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
