using System.Text.Json;
using Argus.Cli.Connecting;

namespace Argus.Cli.Attacks;

/// <summary>What came of one attempt.</summary>
/// <param name="Verdict">What it showed.</param>
/// <param name="Status">The HTTP status of the answer that decided; null if there was none.</param>
/// <param name="Detail">What else there is to say; no secret and no token.</param>
internal sealed record Finding(Verdict Verdict, int? Status, string Detail = "")
{
    private const int TooManyRequests = 429;
    private const int FirstOfServerErrors = 500;

    /// <summary>Of an attack. A node that could not answer has refused nothing.</summary>
    public static Finding Attack(Answer answer, bool isLetIn, string detail = "") => new(
        isLetIn ? Verdict.LetIn : answer.Status is TooManyRequests or >= FirstOfServerErrors ? Verdict.CannotTell : Verdict.Refused, answer.Status, detail);

    /// <summary>Of a control.</summary>
    public static Finding Control(Answer answer, bool isGood) => new(isGood ? Verdict.Works : Verdict.CannotTell, answer.Status, isGood ? "" : "the control failed");

    /// <summary>An attack that is let in when a token comes back.</summary>
    public static Finding Token(Answer answer) => Attack(answer, answer.IsSuccess && answer.Text("access_token") is not null);

    /// <summary>An attack that is let in when the token is said to be good.</summary>
    public static Finding Active(Answer answer) => Attack(answer, answer.IsActive());

    /// <summary>An attack that is let in by any success.</summary>
    public static Finding Success(Answer answer) => Attack(answer, answer.IsSuccess);

    /// <summary>An attack that is let in when the browser is sent on to the client with a code.</summary>
    public static Finding Code(Answer answer) => Attack(answer, answer.Code() is not null);
}

/// <summary>What answers say.</summary>
internal static class AnswerText
{
    public static string? Text(this Answer answer, string member) => answer.TryParse() is { } json ? json.Text(member) : null;

    /// <summary>Whether introspection says that the token is good (RFC 7662 §2.2).</summary>
    public static bool IsActive(this Answer answer) =>
        answer.IsSuccess && answer.TryParse() is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("active", out var active) && active.ValueKind == JsonValueKind.True;

    /// <summary>The code that the browser brings to the client; null if it brings none.</summary>
    public static string? Code(this Answer answer) => answer.InLocation("code");

    /// <summary>A parameter of the URL that the browser is sent to; null if there is none.</summary>
    public static string? InLocation(this Answer answer, string name)
    {
        if (answer.Headers?.Location is not { } location)
            return null;
        var query = location.OriginalString.Split('?', 2) is [_, var after] ? after.Split('#')[0] : "";
        return query.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2 && pair[0] == name)
            .Select(pair => Uri.UnescapeDataString(pair[1])).FirstOrDefault(value => value.Length > 0);
    }
}
