using System.Text.Json;
using Argus.Authority.Issuance;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;

namespace Argus.Authority.Exchange;

/// <summary>What a verified token says beyond the claims of every token.</summary>
/// <param name="Act">Who acts for its subject (RFC 8693 §4.1).</param>
/// <param name="Authentication">How its user authenticated (RFC 9068 §2.2.1); null if it does not say.</param>
/// <param name="MayAct">Who may act for its subject (RFC 8693 §4.4), as <c>sub</c> has it.</param>
/// <param name="IsBound">Whether only who proves a key may present it (RFC 7800).</param>
/// <param name="Confirmation">That key, where it is of a kind that is known here.</param>
internal sealed record ExchangeClaims(TokenActor? Act, AuthenticationClaims? Authentication, string? MayAct, bool IsBound, Confirmation? Confirmation)
{
    /// <param name="payload">Verified: one JSON object without duplicate members, of bounded depth.</param>
    /// <param name="issuer">Whose names its actors have, if not this tenant's.</param>
    /// <returns>Null if a claim is not of the kind that it must be: what is not understood is not passed on.</returns>
    public static ExchangeClaims? Read(ReadOnlyMemory<byte> payload, string? issuer)
    {
        using var document = JsonDocument.Parse(payload);
        var claims = document.RootElement;
        TokenActor? act = null;
        if (claims.TryGetProperty("act", out var actor) && (act = Actor(actor, issuer)) is null)
            return null;
        var isBound = claims.TryGetProperty("cnf", out var confirmation);
        var mayAct = claims.TryGetProperty("may_act", out var named) ? Named(named, issuer) : null;
        return new ExchangeClaims(act, Authenticated(claims), mayAct, isBound, isBound ? Bound(confirmation) : null);
    }

    /// <summary>Whom a peer names is nobody here, but somebody is named.</summary>
    private static string Named(JsonElement mayAct, string? issuer) => issuer is null && Text(mayAct, "iss") is null ? Text(mayAct, "sub") ?? "" : "";

    /// <summary>Nested no deeper than the reader of the token took it.</summary>
    private static TokenActor? Actor(JsonElement actor, string? issuer)
    {
        if (Text(actor, "sub") is not { Length: > 0 } sub)
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

    private static Confirmation? Bound(JsonElement confirmation)
    {
        foreach (var method in new[] { Domain.Kernel.Confirmation.Jkt, Domain.Kernel.Confirmation.X5tS256 })
        {
            if (Text(confirmation, method) is { } thumbprint && Domain.Kernel.Confirmation.TryParse($"{method}:{thumbprint}", out var bound))
                return bound;
        }

        return null;
    }

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
