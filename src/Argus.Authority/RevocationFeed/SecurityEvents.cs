using System.Text.Json;

namespace Argus.Authority.RevocationFeed;

/// <summary>
/// Entries that revoke, in the words of the OpenID Shared Signals Framework: CAEP for sessions, RISC for accounts, the OAuth event types for tokens. What has no
/// word there (keys, audiences, peers, the tenant itself) is told by the feed alone.
/// </summary>
internal static class SecurityEvents
{
    public const string SessionRevoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
    public const string TokenRevoked = "https://schemas.openid.net/secevent/oauth/event-type/token-revoked";
    public const string AccountDisabled = "https://schemas.openid.net/secevent/risc/event-type/account-disabled";
    public const string AccountEnabled = "https://schemas.openid.net/secevent/risc/event-type/account-enabled";
    public const string AccountPurged = "https://schemas.openid.net/secevent/risc/event-type/account-purged";

    public static IReadOnlyList<string> All { get; } = [SessionRevoked, TokenRevoked, AccountDisabled, AccountEnabled, AccountPurged];

    /// <returns>Null for an entry that there is no word for.</returns>
    public static string? TypeOf(RevocationEntry entry) => entry.Items[0] switch
    {
        { What: RevokedThing.Token } => TokenRevoked,
        { What: RevokedThing.Family or RevokedThing.IssuedBefore } or { What: RevokedThing.Client, IsRevoked: true } => SessionRevoked,
        { What: RevokedThing.Subject, IsRevoked: false } => AccountEnabled,
        { What: RevokedThing.Subject, Exp: null } => AccountDisabled,
        { What: RevokedThing.Subject } => AccountPurged,
        _ => null,
    };

    /// <summary>Writes <c>sub_id</c> (RFC 9493; for <c>jwt_id</c> and <c>complex</c> SSF 1.0 §3) and <c>events</c> (RFC 8417 §2.2).</summary>
    public static void Write(Utf8JsonWriter json, string issuer, string type, RevocationEntry entry)
    {
        var item = entry.Items[0];
        json.WriteStartObject("sub_id"u8);
        WriteSubject(json, issuer, item);
        json.WriteEndObject();
        json.WriteStartObject("events"u8);
        json.WriteStartObject(type);
        if (type == SessionRevoked)
            json.WriteNumber("event_timestamp"u8, item.What == RevokedThing.IssuedBefore ? item.NotBefore : entry.At.ToUnixTimeSeconds());
        if (type == TokenRevoked)
            json.WriteString("token_type"u8, "access_token"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSubject(Utf8JsonWriter json, string issuer, RevocationItem item)
    {
        switch (item)
        {
            case { What: RevokedThing.Token }:
                json.WriteString("format"u8, "jwt_id"u8);
                json.WriteString("iss"u8, issuer);
                json.WriteString("jti"u8, item.Name);
                break;
            case { What: RevokedThing.Family }:
                WriteOpaque(json, item.Name!);
                break;
            case { What: RevokedThing.Subject } or { What: RevokedThing.IssuedBefore, Name: not null, Client: null }:
                WriteUser(json, issuer, item.Name!);
                break;
            default:
                WriteComplex(json, issuer, item.What == RevokedThing.Client ? (null, item.Name) : (item.Name, item.Client));
                break;
        }
    }

    private static void WriteComplex(Utf8JsonWriter json, string issuer, (string? User, string? Client) holder)
    {
        json.WriteString("format"u8, "complex"u8);
        if (holder.User is { } user)
        {
            json.WriteStartObject("user"u8);
            WriteUser(json, issuer, user);
            json.WriteEndObject();
        }

        json.WriteStartObject(holder.Client is null ? "tenant"u8 : "application"u8);
        WriteOpaque(json, holder.Client ?? issuer);
        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, string issuer, string subject)
    {
        json.WriteString("format"u8, "iss_sub"u8);
        json.WriteString("iss"u8, issuer);
        json.WriteString("sub"u8, subject);
    }

    private static void WriteOpaque(Utf8JsonWriter json, string id)
    {
        json.WriteString("format"u8, "opaque"u8);
        json.WriteString("id"u8, id);
    }
}
