using Argus.Authority;
using Argus.Authority.SignIn.Providers;
using Argus.Server.Pages;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.SignIn.Providers;

/// <summary>The secret of a browser that is away at an outside provider (<see cref="BrowserSecret"/>). One serves all sign-ins that run at the same time.</summary>
internal sealed class SignInSecretCookie(Issuers issuers)
{
    private readonly BrowserCookie _cookie = new("signin", issuers);

    public string? Read(TenantRequest request) => _cookie.ReadSecret(request);

    public string ReadOrWrite(TenantRequest request)
    {
        var secret = Read(request) ?? RandomSecret.New();
        _cookie.Write(request, secret, DelegatedSignIns.Lifetime);
        return secret;
    }
}
