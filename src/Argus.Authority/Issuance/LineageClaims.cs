using System.Text.Json;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;

namespace Argus.Authority.Issuance;

/// <summary>What an access token says of who acts with it, what it was made from and whom it is bound to. Most tokens say nothing of the kind.</summary>
public static class LineageClaims
{
    internal static void Write(Utf8JsonWriter json, TokenIssued token)
    {
        if (token.Act is { } act)
            WriteActor(json, act);
        if (token.MayAct is { } mayAct)
            WriteMayAct(json, mayAct);
        if (token.Parent is { } parent)
            WriteAncestors(json, parent);
        if (token.Cnf is { } confirmation)
            WriteConfirmation(json, confirmation);
    }

    /// <summary>RFC 7800 §3.1.</summary>
    public static void WriteConfirmation(Utf8JsonWriter json, Confirmation confirmation)
    {
        json.WriteStartObject("cnf"u8);
        json.WriteString(confirmation.Method, confirmation.Thumbprint);
        json.WriteEndObject();
    }

    /// <summary>RFC 8693 §4.1: the current actor outermost.</summary>
    private static void WriteActor(Utf8JsonWriter json, TokenActor actor)
    {
        json.WriteStartObject("act"u8);
        if (actor.Iss is not null)
            json.WriteString("iss"u8, actor.Iss);
        json.WriteString("sub"u8, actor.Sub);
        if (actor.Act is { } before)
            WriteActor(json, before);
        json.WriteEndObject();
    }

    /// <summary>RFC 8693 §4.4.</summary>
    private static void WriteMayAct(Utf8JsonWriter json, ClientId client)
    {
        json.WriteStartObject("may_act"u8);
        json.WriteString("sub"u8, ClientSubject.Of(client));
        json.WriteEndObject();
    }

    /// <summary>The nearest first. Offline verifiers refuse the token when any of them is revoked, or the key that signed it.</summary>
    private static void WriteAncestors(Utf8JsonWriter json, TokenParent nearest)
    {
        json.WriteStartArray("anc"u8);
        for (var ancestor = nearest; ancestor is not null; ancestor = ancestor.Parent)
        {
            json.WriteStartObject();
            json.WriteString("jti"u8, ancestor.Jti);
            json.WriteString("client_id"u8, ancestor.ClientId);
            if (ancestor.Iss is not null)
                json.WriteString("iss"u8, ancestor.Iss);
            json.WriteString("kid"u8, ancestor.Kid);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
