using System.Buffers.Text;
using System.Text.Json;
using Argus.Log.Checkpoints;
using Argus.Log.Tiles;

namespace Argus.Log.Exports;

/// <summary>The history of a log's keys as the log itself tells it, compared with the document that was exported.</summary>
/// <param name="history">Null where the auditor's own keys count, and the document does not.</param>
internal sealed class KeyEvents(LogKeyHistory? history)
{
    private const string Activated = "log_key.activated";
    private const string Retired = "log_key.retired";

    private readonly HashSet<long> _told = [];

    public static ReadOnlySpan<byte> Stream => "log-keys"u8;

    /// <summary>Takes an entry of <see cref="Stream"/>.</summary>
    public Divergence? Take(ReadOnlySpan<byte> entry, long position, TilePath tile)
    {
        if (history is null)
            return null;
        try
        {
            var reader = new Utf8JsonReader(entry);
            using var document = JsonDocument.ParseValue(ref reader);
            var data = document.RootElement.GetProperty("data");
            var isTold = document.RootElement.GetProperty("type").GetString() switch
            {
                Activated => history.Keys.Any(key => key.ActivatedPosition == position && IsActivated(key, data)),
                Retired => history.Keys.Any(key => key.RetiredPosition == position && IsAt(data, key.RetiredAt) && Is(data, "kid", key.Kid)),
                _ => true,
            };
            _told.Add(position);
            return isTold ? null : new Divergence(Divergences.KeysDiffer, position, ExportDirectory.KeysFile, data.GetRawText(), "nothing of that kind");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new Divergence(Divergences.NotAnEntry, position, tile.ToString(), "an event of the log's keys", "something else");
        }
    }

    /// <summary>Whether the document tells of what the log did not: asked when all entries were taken.</summary>
    public Divergence? Missing(long size) => history?.Keys
        .SelectMany(key => new[] { (Position: (long?)key.ActivatedPosition, key.Kid), (Position: key.RetiredPosition, key.Kid) })
        .Where(told => told.Position < size && !_told.Contains(told.Position.Value))
        .Select(told => new Divergence(Divergences.KeysDiffer, told.Position, ExportDirectory.KeysFile, "nothing of that kind", told.Kid)).FirstOrDefault();

    private bool IsActivated(LogKey key, JsonElement data) =>
        Is(data, "kid", key.Kid) && Is(data, "n", Base64Url.EncodeToString(key.Rsa.Parameters().Modulus)) && Is(data, "origin", history!.Origin)
        && Is(data, "ed25519", key.Ed25519 is { } second ? Base64Url.EncodeToString(second.PublicKey) : null) && IsAt(data, key.ActivatedAt);

    /// <summary>An absent member is null.</summary>
    private static bool Is(JsonElement data, string name, string? value) =>
        data.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member.ValueKind == JsonValueKind.String && member.ValueEquals(value) : value is null;

    private static bool IsAt(JsonElement data, DateTimeOffset? time) =>
        data.TryGetProperty("at", out var at) && at.TryGetInt64(out var seconds) && time is { } told && told.ToUnixTimeSeconds() == seconds;
}
