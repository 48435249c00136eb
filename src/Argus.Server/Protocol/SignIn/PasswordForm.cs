using Argus.Authority.Sessions;
using Argus.Authority.SignIn;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.SignIn;

/// <summary>Takes the form of the sign-in page, whoever showed it.</summary>
internal sealed class PasswordForm(PasswordSignIn passwords, SessionCookie cookie, TimeProvider clock)
{
    /// <summary>How well a user is known by a password (OpenID Connect Core §2): better than not at all.</summary>
    private const string Level = "1";

    /// <summary>RFC 8176 §2.</summary>
    private const string Method = "pwd";

    /// <param name="request">The request; its answer sets the cookie.</param>
    /// <param name="form">From a page of this browser; the caller has seen to that.</param>
    /// <param name="current">The session that the browser has.</param>
    /// <param name="asked">Digest of the authorization request that asks for it, if one does.</param>
    /// <returns>False if it failed.</returns>
    /// <exception cref="Log.LogUnavailableException">Nobody knows, or it is not durable.</exception>
    public async ValueTask<bool> TakeAsync(TenantRequest request, Form form, BrowserSession? current, string? asked)
    {
        var (user, _) = await passwords.VerifyAsync(
            request.Tenant, form.Text("username") ?? "", form.Text("password") ?? "", request.Source, request.Origin("browser:sign-in")).ConfigureAwait(false);
        if (user is null)
            return false;

        var authentication = new Authentication(Level, NameSet.Of(Method), clock.GetUtcNow().ToUnixTimeSeconds(), asked);
        await cookie.SignInAsync(request, current, user.Subject, authentication).ConfigureAwait(false);
        return true;
    }
}
