using System.Text.Json;
using Argus.Authority.Issuance;
using Argus.Authority.Verification;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Jose;

namespace Argus.Authority.Exchange;

/// <summary>What a verified token says beyond the claims of every token.</summary>
/// <param name="Act">Who acts for its subject (RFC 8693 §4.1).</param>
/// <param name="Authentication">How its user authenticated (RFC 9068 §2.2.1); null if it does not say.</param>
/// <param name="MayAct">Who may act for its subject (RFC 8693 §4.4), as <c>sub</c> has it.</param>
/// <param name="Confirmation">The key that whoever presents it must prove to hold (RFC 7800); null for none.</param>
internal sealed record ExchangeClaims(TokenActor? Act, AuthenticationClaims? Authentication, string? MayAct, Confirmation? Confirmation)
{
    private const int LongestName = 512;

    /// <param name="token">Its payload is one JSON object without duplicate members, of bounded depth.</param>
    /// <param name="issuer">Whose names its actors have, if not this tenant's.</param>
    /// <returns>Null if a claim is not of the kind that it must be: what is not understood is not passed on.</returns>
    public static ExchangeClaims? Read(VerifiedToken token, string? issuer)
    {
        if (!TokenConfirmation.TryRead(token, out var confirmation))
            return null;
        using var document = JsonDocument.Parse(token.Payload);
        var claims = document.RootElement;
        TokenActor? act = null;
        if (claims.TryGetProperty("act", out var actor) && (act = Actor(actor, issuer)) is null)
            return null;
        var mayAct = claims.TryGetProperty("may_act", out var named) ? Named(named, issuer) : null;
        return new ExchangeClaims(act, Authenticated(claims), mayAct, confirmation);
    }

    /// <summary>Whom a peer names is nobody here, but somebody is named.</summary>
    private static string Named(JsonElement mayAct, string? issuer) => issuer is null && Text(mayAct, "iss") is null ? Text(mayAct, "sub") ?? "" : "";

    /// <summary>What goes into the log, and into every token made from this one, has an end.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= LongestName && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Nested no deeper than the reader of the token took it.</summary>
    private static TokenActor? Actor(JsonElement actor, string? issuer)
    {
        if (Text(actor, "sub") is not { } sub || !IsName(sub) || (Text(actor, "iss") ?? issuer) is { } iss && !IsName(iss))
            return null;
        TokenActor? before = null;
        if (actor.TryGetProperty("act", out var nested) && (before = Actor(nested, issuer)) is null)
            return null;
        return new TokenActor(before, Text(actor, "iss") ?? issuer, sub);
    }

    private static AuthenticationClaims? Authenticated(JsonElement claims)
    {
        if (!claims.TryGetProperty("auth_time", out var time) || time.ValueKind != JsonValueKind.Number || !time.TryGetInt64(out var seconds))
            return null;
        if (Text(claims, "acr") is not { } acr || !claims.TryGetProperty("amr", out var methods) || methods.ValueKind != JsonValueKind.Array)
            return null;
        var amr = NameSet.Of(methods.EnumerateArray().Where(method => method.ValueKind == JsonValueKind.String).Select(method => method.GetString()!));
        return new AuthenticationClaims(seconds, acr, amr, Family: null);
    }

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
