using System.Text.Json;

namespace Argus.TwoNations.Printing;

/// <summary>What an entry of the log says, in a line.</summary>
internal static class EntryText
{
    /// <summary>A token that a service got for itself, from nothing: there are many.</summary>
    public static bool IsPlainToken(JsonElement entry) =>
        entry.GetProperty("type").GetString() == "token.issued" && !entry.GetProperty("data").TryGetProperty("parent", out _);

    public static string Of(JsonElement entry)
    {
        var data = entry.GetProperty("data");
        return entry.GetProperty("type").GetString() switch
        {
            "peer.trusted" => Peer(data.GetProperty("settings")),
            "peer.key_added" => $"kid {Kid(data)} from {Text(data, "source")}",
            "token.issued" => Token(data),
            "family.opened" => Token(data.GetProperty("token")),
            "family.authorized" => $"{Claims.Short(Text(data, "subject")!)} allows {Text(data, "client_id")} {Names(data, "scope")}",
            "family.revoked" => $"\"{Text(data, "reason")}\", by {entry.GetProperty("actor").GetString()}",
            "key.rotation_requested" or "peer.disabled" => $"by {entry.GetProperty("actor").GetString()}",
            _ => data.TryGetProperty("kid", out _) ? $"kid {Kid(data)}" : "",
        };
    }

    private static string Peer(JsonElement settings) =>
        $"{Text(settings, "issuer")} as {Text(settings, "subject_prefix")}… for {Names(settings, "scope")} at {Names(settings, "audiences")}, {settings.GetProperty("max_lifetime")} s";

    private static string Token(JsonElement token)
    {
        var text = $"sub {Name(token, "sub")}, for {Names(token, "aud")}, by {Text(token, "client_id")}";
        if (token.TryGetProperty("act", out var act))
            text += $"; acting: {Chain(act, "act", actor => $"{Text(actor, "sub")}{Foreign(actor)}")}";
        return token.TryGetProperty("parent", out var parent)
            ? $"{text}; from: {Chain(parent, "parent", token => $"{Claims.Short(Text(token, "jti")!)}{Foreign(token)}")}"
            : text;
    }

    private static string Chain(JsonElement node, string next, Func<JsonElement, string> shown) =>
        node.TryGetProperty(next, out var before) ? $"{shown(node)} ← {Chain(before, next, shown)}" : shown(node);

    private static string Foreign(JsonElement node) => Text(node, "iss") is { } issuer ? $" of {issuer.Split('/')[^1]}" : "";

    /// <summary>A prefix stays whole.</summary>
    private static string Name(JsonElement data, string member)
    {
        var text = Text(data, member)!;
        var colon = text.LastIndexOf(':');
        return $"{text[..(colon + 1)]}{Claims.Short(text[(colon + 1)..])}";
    }

    private static string Kid(JsonElement data) => $"{Text(data, "kid")![..12]}…";

    /// <summary>A set of names, or a text of them.</summary>
    private static string Names(JsonElement data, string member) => !data.TryGetProperty(member, out var names) ? ""
        : names.ValueKind == JsonValueKind.Array ? string.Join(' ', names.EnumerateArray().Select(name => name.GetString())) : names.GetString()!;

    private static string? Text(JsonElement data, string member) => data.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
