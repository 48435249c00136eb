using System.Buffers.Text;
using System.Text.Json;

namespace Argus.TwoNations.Printing;

/// <summary>What a token says. Nobody prints the token.</summary>
internal sealed class Claims
{
    private static readonly string[] Told = ["iss", "sub", "aud", "client_id", "scope", "act", "anc", "fid"];

    private readonly JsonElement _payload;

    private Claims(JsonElement header, JsonElement payload) => (Kid, _payload) = (header.GetProperty("kid").GetString()!, payload);

    public string Kid { get; }

    public string JwtId => Text("jti")!;

    public static Claims Of(string token)
    {
        var parts = token.Split('.');
        return new Claims(Json(parts[0]), Json(parts[1]));
    }

    /// <summary>The claim; null if it is not there, or no text.</summary>
    public string? Text(string name) => _payload.TryGetProperty(name, out var claim) && claim.ValueKind == JsonValueKind.String ? claim.GetString() : null;

    /// <summary>Who acts (RFC 8693 §4.1), the last first: <c>client:b ← client:a of https://…</c>; null if nobody does.</summary>
    public string? Actors => _payload.TryGetProperty("act", out var act) ? string.Join(" ← ", ActorsIn(act)) : null;

    /// <summary>Those that the reader needs, one line each.</summary>
    public IEnumerable<string> Lines() => Told.Where(name => _payload.TryGetProperty(name, out _)).Select(name => $"{name,-10}{Shown(name)}");

    /// <summary>So that a line of the log can be found: time goes first in it.</summary>
    public static string Short(string name) => name.Length <= 20 ? name : $"{name[..8]}…{name[^6..]}";

    private string Shown(string name) => name switch
    {
        "act" => Actors!,
        "anc" => string.Join(" ← ", _payload.GetProperty("anc").EnumerateArray().Select(Ancestor)),
        "fid" => Short(Text("fid")!),
        _ => _payload.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : _payload.GetProperty(name).GetRawText(),
    };

    private static string Ancestor(JsonElement token) => $"{Short(Of(token, "jti")!)} for {Of(token, "client_id")}{(Of(token, "iss") is { } issuer ? $" of {issuer}" : "")}";

    private static IEnumerable<string> ActorsIn(JsonElement act)
    {
        yield return $"{Of(act, "sub")}{(Of(act, "iss") is { } issuer ? $" of {issuer}" : "")}";
        if (!act.TryGetProperty("act", out var before))
            yield break;
        foreach (var one in ActorsIn(before))
            yield return one;
    }

    private static string? Of(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static JsonElement Json(string part) => JsonElement.Parse(Base64Url.DecodeFromChars(part));
}
