using System.Text.Json;
using Argus.Authority.PersonalData;
using Argus.Domain.Kernel;
using Argus.Domain.Keys;
using Argus.Log;

namespace Argus.IntegrationTests.Http.Driving;

/// <summary>What a tenant's log holds, past all views.</summary>
internal static class LogReading
{
    /// <summary>All entries, as JSON.</summary>
    public static async Task<IReadOnlyList<JsonElement>> EntriesAsync(this TestNode node, string tenant)
    {
        var entries = new List<JsonElement>();
        await foreach (var entry in node.Events.ReadAsync(tenant, 0, TestContext.Current.CancellationToken))
            entries.Add(JsonDocument.Parse(entry.Bytes).RootElement);
        return entries;
    }

    /// <summary>All entries of one type.</summary>
    public static async Task<IReadOnlyList<JsonElement>> EntriesAsync(this TestNode node, string tenant, string type) =>
        [.. (await node.EntriesAsync(tenant)).Where(entry => entry.GetProperty("type").GetString() == type)];

    /// <summary>
    /// The entries from a position on that somebody's request caused. A node adds others in its own time: when secrets were used, what was looked at, the keys that
    /// rings and logs lack.
    /// </summary>
    public static async Task<IReadOnlyList<JsonElement>> CausedAsync(this TestNode node, string tenant, int from) =>
        [.. (await node.EntriesAsync(tenant)).Skip(from).Where(entry => !entry.GetProperty("actor").GetString()!.StartsWith("node:", StringComparison.Ordinal))];

    /// <summary>An entry with what is sealed in it in clear, as its <c>context</c> and <c>data</c>.</summary>
    public static async Task<JsonElement> OpenedAsync(this TestNode node, string tenant, JsonElement entry)
    {
        await foreach (var read in node.Events.ReadAsync(tenant, entry.GetProperty("position").GetInt64(), TestContext.Current.CancellationToken))
        {
            Assert.True(TenantId.TryParse(tenant, out var id));
            var opened = (await node.Service<EntryOpener>().OpenAsync(id, [read]))[0];
            return opened is null ? entry : JsonSerializer.SerializeToElement(opened);
        }

        throw new InvalidOperationException("There is no such entry.");
    }

    /// <summary>The events of the tenant's key ring, in order.</summary>
    public static async Task<IReadOnlyList<RecordedEvent>> RingAsync(this TestNode node, string tenant)
    {
        var entries = await node.Events.ReadStreamAsync(tenant, KeyRingState.Stream, TestContext.Current.CancellationToken);
        return [.. entries.Select(entry => EventCodec.Decode(entry.Bytes.Span))];
    }

    /// <summary>The kids of a JWKS, in its order.</summary>
    public static IReadOnlyList<string> Kids(this Reply jwks) =>
        [.. jwks.Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    /// <summary>The key that signed a token, as its header says.</summary>
    public static string KidOf(string token) => new Compact(token).Header.GetProperty("kid").GetString()!;
}
