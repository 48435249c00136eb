using Argus.Authority;
using Argus.Authority.SignIn;
using Argus.Server.Pages;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.SignIn;

/// <summary>
/// Sends browsers to the host application to sign in, where the tenant has one. A cookie keeps what only this browser knows: an answer that is brought by another
/// would sign it in as somebody else (RFC 6819 §4.4.1.13 has the same for codes).
/// </summary>
internal sealed class HandoffSignIn(Handoffs handoffs, Issuers issuers, AuthorizationAnswer answer)
{
    private const int SecretLength = 43;

    private readonly BrowserCookie _cookie = new("handoff", issuers);

    /// <summary>Whether users of the tenant sign in there, and not here.</summary>
    public static bool IsAskedFor(TenantRequest request) => request.Tenant.State.HandoffUri is not null;

    /// <summary>What only this browser knows; null if it began nothing.</summary>
    public string? BrowserOf(TenantRequest request) => _cookie.Read(request) is { Length: SecretLength } secret ? secret : null;

    public async Task BeginAsync(TenantRequest request, SignInDemand demand)
    {
        if (demand.ReturnTo.Length > Handoffs.LongestReturn)
        {
            await answer.ShowAsync(request, OAuthRefusal.InvalidRequest("handoff_size", "The request is too long to sign in elsewhere.")).ConfigureAwait(false);
            return;
        }

        // One for all tabs, which may be on their way at once.
        var browser = BrowserOf(request) ?? HandoffSecret.NewSecret();
        var challenge = await handoffs.BeginAsync(request.Tenant, demand, browser, request.Origin("browser:sign-in")).ConfigureAwait(false);
        _cookie.Write(request, browser, TimeSpan.FromSeconds(Handoffs.Lifetime));
        await AuthorizationAnswer.SendOnAsync(request, Url(request, demand, challenge)).ConfigureAwait(false);
    }

    private string Url(TenantRequest request, SignInDemand demand, HandoffSecret challenge)
    {
        (string Name, string? Value)[] parameters =
        [
            ("login_challenge", challenge.Text), ("iss", issuers.Of(request.Tenant)), ("client_id", demand.ClientId.Value), ("login_hint", demand.LoginHint), ("prompt", demand.Prompt),
        ];
        var uri = request.Tenant.State.HandoffUri!;
        var query = parameters.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}");
        return $"{uri}{(uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', query)}";
    }
}
