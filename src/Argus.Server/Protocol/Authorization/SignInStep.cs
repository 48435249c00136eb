using Argus.Authority.Authorization;
using Argus.Authority.Sessions;
using Argus.Authority.SignIn;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.Server.Pages;
using Argus.Server.Protocol.Delegation;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Authorization;

/// <summary>The step in which the user says who they are.</summary>
internal sealed class SignInStep(
    PasswordSignIn passwords, BrowserSessions sessions, SessionCookie cookie, FormGuard guard, IExternalSignIn external, AuthorizationAnswer answer, TimeProvider clock)
{
    /// <summary>How well a user is known by a password (OpenID Connect Core §2): better than not at all.</summary>
    private const string PasswordLevel = "1";

    /// <summary>RFC 8176 §2.</summary>
    private const string Password = "pwd";

    public async Task ShowAsync(TenantRequest request, ArrivedRequest arrived, AuthorizationRequest asked, string? username = null, bool failed = false)
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
        if (!guard.Holds(request, form))
        {
            await answer.ShowForeignFormAsync(request).ConfigureAwait(false);
            return;
        }

        var username = form.Text("username") ?? "";
        var (user, _) = await passwords.VerifyAsync(
            request.Tenant, username, form.Text("password") ?? "", request.Source, request.Origin("browser:sign-in")).ConfigureAwait(false);
        if (user is null)
        {
            await ShowAsync(request, arrived, asked, username, failed: true).ConfigureAwait(false);
            return;
        }

        var authentication = new Authentication(PasswordLevel, NameSet.Of(Password), clock.GetUtcNow().ToUnixTimeSeconds(), asked.Digest);
        var (_, value) = await sessions.SignInAsync(request.Tenant, current, user.Subject, authentication, request.Origin($"user:{user.Subject}")).ConfigureAwait(false);
        cookie.Write(request, value);
        await AuthorizationAnswer.SendOnAsync(request, arrived.Url).ConfigureAwait(false);
    }
}
