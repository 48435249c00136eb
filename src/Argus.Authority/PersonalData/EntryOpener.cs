using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Log;

namespace Argus.Authority.PersonalData;

/// <summary>Opens what is sealed in entries, for those who may read it. The entries themselves stay as the log has them.</summary>
public sealed class EntryOpener(PersonalKeys keys)
{
    /// <returns>For each entry its <c>context</c> and <c>data</c> in clear; null in the place of what can be opened no more. Null for an entry that has nothing sealed.</returns>
    /// <exception cref="LogUnavailableException">The store of the keys is away.</exception>
    public async ValueTask<IReadOnlyList<JsonObject?>> OpenAsync(TenantId tenant, IReadOnlyList<LogEntry> entries)
    {
        var envelopes = entries.Select(entry => JsonNode.Parse(entry.Bytes.Span)!.AsObject()).ToArray();
        var places = envelopes.Select(envelope => SealedIn(envelope).ToArray()).ToArray();
        await keys.PrepareAsync(tenant, places.SelectMany(places => places).Select(place => place.Sealed.Key)).ConfigureAwait(false);

        var opened = new JsonObject?[envelopes.Length];
        for (var i = 0; i < opened.Length; i++)
        {
            if (places[i].Length == 0)
                continue;
            foreach (var place in places[i])
                place.Parent[place.Member] = await OpenAsync(tenant, place).ConfigureAwait(false);
            opened[i] = new JsonObject { ["context"] = envelopes[i]["context"]?.DeepClone(), ["data"] = envelopes[i]["data"]?.DeepClone() };
        }

        return opened;
    }

    private async ValueTask<JsonNode?> OpenAsync(TenantId tenant, Place place)
    {
        if (await keys.FindAsync(tenant, place.Sealed.Key).ConfigureAwait(false) is not { } seal)
            return null;
        try
        {
            return JsonNode.Parse(seal.Open(place.Member, place.Sealed));
        }
        catch (Exception e) when (e is PersonalDataLostException or JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<Place> SealedIn(JsonNode? node) => node switch
    {
        JsonObject members => members.ToArray().SelectMany(member => member.Value is { } value && SealedOf(value) is { } found
            ? [new Place(members, member.Key, found)]
            : SealedIn(member.Value)),
        JsonArray items => items.SelectMany(SealedIn),
        _ => [],
    };

    private static Sealed? SealedOf(JsonNode node) =>
        node is JsonObject { Count: 2 } pair && pair["key"] is JsonValue key && pair["sealed"] is JsonValue text
        && key.TryGetValue<string>(out var name) && text.TryGetValue<string>(out var bytes)
            ? new Sealed(name, bytes)
            : null;

    private readonly record struct Place(JsonObject Parent, string Member, Sealed Sealed);
}
