using Argus.Authority;
using Argus.Authority.Sessions;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.Log;
using Argus.Server.Pages;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Shared;

/// <summary>The cookie that names a browser's session. The browser forgets it when it is closed; the session's own time is in the log.</summary>
internal sealed class SessionCookie(Issuers issuers, BrowserSessions sessions)
{
    private readonly BrowserCookie _cookie = new("session", issuers);

    /// <returns>The session; null if there is none that is good.</returns>
    /// <exception cref="LogUnavailableException"/>
    public ValueTask<BrowserSession?> FindAsync(TenantRequest request) => sessions.FindAsync(request.Tenant, _cookie.Read(request));

    /// <summary>A user has just authenticated in this browser, by whatever means.</summary>
    /// <param name="request">The request whose answer sets the cookie.</param>
    /// <param name="current">The session that the browser has.</param>
    /// <param name="user">Who.</param>
    /// <param name="authentication">How and when.</param>
    /// <exception cref="LogUnavailableException">It is not durable, and no cookie is set.</exception>
    public async ValueTask SignInAsync(TenantRequest request, BrowserSession? current, SubjectId user, Authentication authentication)
    {
        var (_, cookie) = await sessions.SignInAsync(request.Tenant, current, user, authentication, request.Origin($"user:{user}")).ConfigureAwait(false);
        _cookie.Write(request, cookie);
    }

    public void Delete(TenantRequest request) => _cookie.Delete(request);
}
