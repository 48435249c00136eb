using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Authority.Exchange;
using Argus.Authority.Issuance;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Token;

/// <summary>A service that was shown a token gets one that is made for the next service (RFC 8693).</summary>
internal sealed class TokenExchangeGrant(TokenExchanger exchanger) : IGrant
{
    private const string UnknownType = "A token type is neither that of access tokens nor that of JWTs.";

    public string GrantType => Domain.Clients.GrantType.TokenExchange;

    public async ValueTask<TokenAnswer> GrantAsync(TenantRequest request, AuthenticatedClient client, Form form)
    {
        if (Read(form, out var exchange) is { } refusal)
            return TokenAnswer.Refused(refusal);
        return await exchanger.ExchangeAsync(request.Tenant, client, exchange!, request.Origin($"client:{client.Id}")).ConfigureAwait(false);
    }

    /// <summary>RFC 8693 §2.1.</summary>
    private static OAuthRefusal? Read(Form form, out TokenExchange? exchange)
    {
        exchange = null;
        if (Token(form, "subject_token", out var subject) is { } wrongSubject)
            return wrongSubject;
        if (subject is null)
            return OAuthRefusal.InvalidRequest("subject_token_missing", "subject_token is missing.");
        if (Token(form, "actor_token", out var actor) is { } wrongActor)
            return wrongActor;
        var requested = form.Text("requested_token_type") ?? TokenKind.AccessToken;
        if (!TokenKind.IsKnown(requested))
            return OAuthRefusal.InvalidRequest("requested_token_type_unknown", UnknownType);
        if (!ScopeParameter.TryParse(form.Text("scope"), out var scope))
            return OAuthRefusal.InvalidScope("scope_malformed");

        // A resource's logical name is its URI: both parameters say the same, or ask for two targets.
        string[] targets = [.. form.Texts("resource").Concat(form.Texts("audience")).Distinct(StringComparer.Ordinal)];
        exchange = new TokenExchange(subject, actor, scope, targets, requested);
        return null;
    }

    /// <summary>A token and its type come together, or neither does.</summary>
    private static OAuthRefusal? Token(Form form, string name, out TypedToken? token)
    {
        token = null;
        var (compact, type) = (form.Bytes(name), form.Text($"{name}_type"));
        if (compact is null != type is null)
            return OAuthRefusal.InvalidRequest($"{name}_without_type", $"{name} and {name}_type must come together.");
        if (type is not null && !TokenKind.IsKnown(type))
            return OAuthRefusal.InvalidRequest($"{name}_type_unknown", UnknownType);
        token = compact is { } found ? new TypedToken(found, type!) : null;
        return null;
    }
}
