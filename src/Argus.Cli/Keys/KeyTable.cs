using System.Text.Json;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Keys;

/// <summary>A key ring for people: of each key's times those that matter in its state.</summary>
internal static class KeyTable
{
    private static readonly string[] Columns = ["Key", "State", "Bits", "Custody", "Created", "When"];

    /// <param name="ring">The Admin API's list of keys.</param>
    public static void Show(JsonElement ring) => Show(ring.Items("items"));

    public static void ShowOne(JsonElement key) => Show([key]);

    private static void Show(IEnumerable<JsonElement> keys)
    {
        var now = TimeProvider.System.GetUtcNow();
        Screen.Table(Columns, keys.Select(key => Row(key, now)));
    }

    private static IEnumerable<string> Row(JsonElement key, DateTimeOffset now) =>
        [key.Shown("kid"), key.Shown("state"), key.Shown("bits"), key.Shown("custody"), At("created_at", key, now), When(key, now)];

    private static string When(JsonElement key, DateTimeOffset now) => key.Text("state") switch
    {
        "next" when key.TryGetProperty("held", out var held) && held.ValueKind == JsonValueKind.Object =>
            $"held since {At("since", held, now)}: {held.Shown("share")} % of {held.Shown("verifiers")} verifiers have seen it, {held.Shown("needed")} % must have",
        "next" => $"signs from {At("activates_at", key, now)}",
        "active" => $"signs since {At("activates_at", key, now)}",
        "retiring" => $"in the JWKS until {At("verify_until", key, now)}",
        "retired" => $"out of the JWKS since {At("retired_at", key, now)}",
        "revoked" when key.Text("compromised_since") is not null =>
            $"revoked {At("revoked_at", key, now)}, compromised since {At("compromised_since", key, now)}: {key.Text("revocation_reason")}",
        "revoked" => $"revoked {At("revoked_at", key, now)}: {key.Text("revocation_reason")}",
        _ => "",
    };

    private static string At(string member, JsonElement key, DateTimeOffset now) => Moment.Shown(key.Text(member), now);
}
