using Argus.Authority;
using Argus.Authority.Devices;
using Argus.Domain.Devices;
using Argus.Server.Pages;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Device;

/// <summary>The cookie that keeps a typed code while its user signs in. It is no proof of anything: what it holds is looked up like a code that was typed.</summary>
internal sealed class DeviceCookie(Issuers issuers)
{
    private readonly BrowserCookie _cookie = new("device", issuers);

    public string? Read(TenantRequest request) => _cookie.Read(request);

    public void Write(TenantRequest request, UserCode code) => _cookie.Write(request, code.Value, TimeSpan.FromSeconds(DeviceRequests.Lifetime));

    public void Delete(TenantRequest request) => _cookie.Delete(request);
}
