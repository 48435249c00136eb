using System.Text.Json;
using System.Text.Json.Serialization;
using Argus.ResourceServer;
using Microsoft.AspNetCore.Http;

namespace Argus.TwoNations.Nations;

/// <summary>What an API knows of a request that it let in. All of it was said by an issuer that it trusts.</summary>
/// <param name="Subject">For whom.</param>
/// <param name="Actor">Who acts.</param>
/// <param name="Issuer">Who says so.</param>
/// <param name="Audience">To whom.</param>
/// <param name="Scope">What the API takes from it: never more than its own authority allows the issuer.</param>
/// <param name="Actors">Who acts, and who acted before.</param>
/// <param name="Ancestors">The tokens that this one was made from.</param>
/// <param name="Told">What the API was told by the one that it called, if it called one.</param>
internal sealed record Seen(
    string Subject, string Actor, string Issuer, string Audience, string Scope, IReadOnlyList<string> Actors, IReadOnlyList<string> Ancestors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Told)
{
    public static Seen Of(HttpContext http, JsonElement? told)
    {
        var caller = http.GetArgusCaller();
        return new Seen(
            caller.Subject,
            caller.Actor,
            caller.Issuer,
            string.Join(' ', caller.Token.Audiences),
            string.Join(' ', caller.Scopes.Order(StringComparer.Ordinal)),
            [.. caller.Token.Actors.Select(actor => actor.Issuer is null ? actor.Subject : $"{actor.Subject} of {actor.Issuer}")],
            [.. caller.Token.Ancestors.Select(token => token.Issuer is null ? token.JwtId : $"{token.JwtId} of {token.Issuer}")],
            told);
    }
}
