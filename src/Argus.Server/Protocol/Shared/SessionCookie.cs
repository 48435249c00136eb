using Argus.Authority;
using Argus.Authority.Sessions;
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

    /// <param name="request">The request whose answer sets it.</param>
    /// <param name="cookie">From <see cref="BrowserSessions"/>.</param>
    public void Write(TenantRequest request, string cookie) => _cookie.Write(request, cookie);

    public void Delete(TenantRequest request) => _cookie.Delete(request);
}
