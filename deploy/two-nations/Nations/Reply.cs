using System.Net;
using System.Text.Json;

namespace Argus.TwoNations.Nations;

/// <summary>An answer over HTTP.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">Its JSON; undefined where it has none.</param>
/// <param name="Reason">Why it was refused, as far as the other side says; null where it was not.</param>
internal sealed record Reply(HttpStatusCode Status, JsonElement Body, string? Reason)
{
    public bool IsGood => (int)Status is >= 200 and < 300;

    /// <summary>The access token in it (RFC 6749 §5.1).</summary>
    /// <exception cref="Surprise">There is none.</exception>
    public string AccessToken => Text("access_token") ?? throw new Surprise($"no token was issued: {this}");

    public static async Task<Reply> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var text = await response.Content.ReadAsStringAsync(stop);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true && text.Length > 0;
        var body = isJson ? JsonElement.Parse(text) : default;
        return new Reply(response.StatusCode, body, ReasonIn(body) ?? ReasonIn(response));
    }

    public string? Text(string member) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Without tokens: for those who read along.</summary>
    public override string ToString() => $"{(int)Status} {Status}{(Reason is null ? "" : $", {Reason}")}";

    /// <summary>An OAuth error code (RFC 6749 §5.2), or the code of a problem (RFC 9457).</summary>
    private static string? ReasonIn(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var member in (string[])["error", "code", "detail"])
        {
            if (body.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String)
                return text.GetString();
        }

        return null;
    }

    /// <summary>RFC 6750 §3.1: the challenge names the error.</summary>
    private static string? ReasonIn(HttpResponseMessage response) =>
        response.Headers.WwwAuthenticate.Select(challenge => challenge.Parameter).FirstOrDefault(parameter => parameter is not null);
}
