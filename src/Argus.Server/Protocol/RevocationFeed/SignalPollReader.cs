using System.Text.Json;
using Argus.Authority;
using Argus.Authority.RevocationFeed;
using Argus.Domain.Kernel;
using Argus.Domain.Signals;

namespace Argus.Server.Protocol.RevocationFeed;

/// <summary>Reads the body of a poll (RFC 8936 §2.2).</summary>
internal static class SignalPollReader
{
    private const int LongestCode = 32;

    // With the epochs taken beside them, an event of these fits an entry.
    private const int MostReasons = 200;

    private static readonly OAuthRefusal Malformed = OAuthRefusal.InvalidRequest("poll_malformed", "The body is not a poll as RFC 8936 has it.");

    /// <param name="body">JSON.</param>
    /// <param name="receiver">Who sent it. What it says of tokens that were never its own is passed over.</param>
    /// <param name="poll">The poll, if there is no refusal.</param>
    public static OAuthRefusal? Read(ReadOnlyMemory<byte> body, ClientId receiver, out SignalPoll? poll)
    {
        poll = null;
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            poll = json.RootElement.ValueKind == JsonValueKind.Object ? Poll(json.RootElement, receiver) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that spells no character.
            return Malformed;
        }

        return poll is null ? Malformed : null;
    }

    private static SignalPoll? Poll(JsonElement root, ClientId receiver)
    {
        var (most, waits) = (SignalPolls.MostTokens, true);
        List<long> taken = [];
        List<SignalRefused> refused = [];
        if (root.TryGetProperty("maxEvents"u8, out var max) && !(max.ValueKind == JsonValueKind.Number && max.TryGetInt32(out most) && most >= 0))
            return null;
        if (root.TryGetProperty("returnImmediately"u8, out var now))
        {
            if (now.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                return null;
            waits = !now.GetBoolean();
        }

        if (root.TryGetProperty("ack"u8, out var ack) && !TryAcknowledged(ack, receiver, taken))
            return null;
        return root.TryGetProperty("setErrs"u8, out var errors) && !TryErrors(errors, receiver, taken, refused) ? null : new SignalPoll(most, waits, taken, refused);
    }

    private static bool TryAcknowledged(JsonElement ack, ClientId receiver, List<long> taken)
    {
        if (ack.ValueKind != JsonValueKind.Array)
            return false;
        foreach (var name in ack.EnumerateArray())
        {
            if (name.ValueKind != JsonValueKind.String)
                return false;
            if (SignalTokens.EpochOf(receiver, name.GetString()!) is { } epoch)
                taken.Add(epoch);
        }

        return true;
    }

    private static bool TryErrors(JsonElement errors, ClientId receiver, List<long> taken, List<SignalRefused> refused)
    {
        if (errors.ValueKind != JsonValueKind.Object)
            return false;
        foreach (var error in errors.EnumerateObject())
        {
            if (error.Value.ValueKind != JsonValueKind.Object)
                return false;
            if (SignalTokens.EpochOf(receiver, error.Name) is not { } epoch)
                continue;
            taken.Add(epoch);
            if (refused.Count < MostReasons)
                refused.Add(new SignalRefused(CodeIn(error.Value), epoch));
        }

        return true;
    }

    /// <summary>The description is anybody's text, and stays out of the log.</summary>
    private static string CodeIn(JsonElement error) =>
        error.TryGetProperty("err"u8, out var code) && code.ValueKind == JsonValueKind.String && code.GetString() is { Length: > 0 and <= LongestCode } text
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') ? text : "unknown";
}
