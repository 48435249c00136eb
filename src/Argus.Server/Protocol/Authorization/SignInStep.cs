using Argus.Authority.Authorization;
using Argus.Authority.Sessions;
using Argus.Authority.SignIn;
using Argus.Server.Pages;
using Argus.Server.Protocol.SignIn;
using Argus.Server.Protocol.SignIn.Providers;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Authorization;

/// <summary>The step in which the user says who they are: here, at the host application, or at an outside provider.</summary>
internal sealed class SignInStep(PasswordForm passwords, HandoffSignIn handoff, IExternalSignIn external, FormGuard guard, AuthorizationAnswer answer)
{
    public Task ShowAsync(TenantRequest request, ArrivedRequest arrived, AuthorizationRequest asked, string? username = null, bool failed = false)
    {
        if (HandoffSignIn.IsAskedFor(request))
            return handoff.BeginAsync(request, Demand(arrived, asked));
        return ShowPageAsync(request, arrived, asked, username, failed);
    }

    /// <summary>Takes the page's form with <c>provider</c>. Who has signed in there comes back to the request anew.</summary>
    public Task DelegateAsync(TenantRequest request, ArrivedRequest arrived, AuthorizationRequest asked)
    {
        var form = arrived.Posted!;
        if (!guard.Holds(request, form))
            return answer.ShowForeignFormAsync(request);
        if (HandoffSignIn.IsAskedFor(request))
            return ShowAsync(request, arrived, asked);

        // How old an authentication may be is for this request to say: the provider is not asked for one that would be too old here.
        var prompt = asked.Prompt.Login || asked.MaxAge is not null ? "login" : null;
        return external.BeginAsync(request, form.Text("provider"), Demand(arrived, asked) with { Prompt = prompt });
    }

    private async Task ShowPageAsync(TenantRequest request, ArrivedRequest arrived, AuthorizationRequest asked, string? username, bool failed)
    {
        var page = new SignInPage(
            request.Tenant.State.DisplayName, asked.Return.ClientName, arrived.Url, guard.TokenFor(request), username ?? asked.LoginHint, failed, external.ProvidersOf(request));
        var providers = await external.FormTargetsAsync(request).ConfigureAwait(false);
        await PageAnswer.WriteAsync(request.Http, StatusCodes.Status200OK, page, [FormTarget.Of(new Uri(asked.Return.RedirectUri)), .. providers]).ConfigureAwait(false);
    }

    /// <summary>Takes the page's form. Who signed in goes on with the request anew.</summary>
    public async Task TakeAsync(TenantRequest request, ArrivedRequest arrived, AuthorizationRequest asked, BrowserSession? current)
    {
        var form = arrived.Posted!;
        var next = !guard.Holds(request, form) ? answer.ShowForeignFormAsync(request)
            : !HandoffSignIn.IsAskedFor(request) && await passwords.TakeAsync(request, form, current, asked.Digest).ConfigureAwait(false)
            ? AuthorizationAnswer.SendOnAsync(request, arrived.Url)
            : ShowAsync(request, arrived, asked, form.Text("username"), failed: true);
        await next.ConfigureAwait(false);
    }

    private static SignInDemand Demand(ArrivedRequest arrived, AuthorizationRequest asked)
    {
        // Within the tenant: the browser comes back by the issuer's own path.
        var query = arrived.Url[arrived.Url.IndexOf('?', StringComparison.Ordinal)..];
        return new SignInDemand(asked.Return.ClientId, asked.Access.Scope, AuthorizationEndpoint.Path + query)
        {
            LoginHint = asked.LoginHint,
            Prompt = asked.Prompt.ToString() is { Length: > 0 } prompt ? prompt : null,
            Request = asked.Digest,
        };
    }
}
