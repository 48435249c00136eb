using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Argus.Log;

namespace Argus.Server.Admin.Families;

/// <summary>Something that happened to a family, as its entry in the log says it. The event's own members stand beside these.</summary>
/// <param name="Position">Where the entry stands in the tenant's log.</param>
/// <param name="Time">When it was committed, by the store's clock, to the microsecond.</param>
/// <param name="Type">The event's name (docs/audit-log-format.md).</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="Source">The address that the request came from, if one did: for callers who may see it, and as long as the key is there that it is sealed under.</param>
/// <param name="UserAgent">What it called itself; likewise.</param>
internal sealed record FamilyHappening(long Position, string Time, string Type, string Actor, string? Source, string? UserAgent)
{
    /// <summary>What only proves that some secret was the right one: of no use to people, and long.</summary>
    private static readonly string[] Digests = ["digest", "challenge"];

    /// <summary>Members that are NumericDate seconds in the log.</summary>
    private static readonly string[] Times = ["auth_time", "exp", "iat"];

    /// <summary>The event's members.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Data { get; init; } = new Dictionary<string, JsonElement>();

    /// <param name="entry">The entry.</param>
    /// <param name="opened">What is sealed in it, for those who may see that.</param>
    public static FamilyHappening Of(LogEntry entry, JsonObject? opened)
    {
        var envelope = JsonNode.Parse(entry.Bytes.Span)!.AsObject();
        var (context, data) = (opened is null ? envelope["context"] : opened["context"], envelope["data"]!.AsObject());
        Rewrite(data);
        return new FamilyHappening(
            entry.Position, Text(envelope["time"])!, Text(envelope["type"])!, Text(envelope["actor"])!, Text(context?["source"]), Text(context?["user_agent"]))
        {
            Data = data.ToDictionary(member => member.Key, member => JsonSerializer.SerializeToElement(member.Value)),
        };
    }

    private static void Rewrite(JsonObject data)
    {
        foreach (var name in Digests)
            data.Remove(name);
        foreach (var name in Times)
        {
            if (data[name] is { } time)
                data[name] = Rfc3339.Text(time.GetValue<long>());
        }

        foreach (var inner in data.Select(member => member.Value).OfType<JsonObject>().ToArray())
            Rewrite(inner);
    }

    private static string? Text(JsonNode? text) => text?.GetValue<string>();
}
