using Argus.Authority.Families;
using Argus.Authority.Sessions;
using Argus.Authority.Views;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Devices;

/// <summary>What a user says to a device. Nothing is remembered: who is asked by a code is asked each time (RFC 8628 §5.4).</summary>
public sealed class DeviceDecisions(FamilyGrains families, BrowserSessions sessions, TimeProvider clock)
{
    /// <returns>False if the session is over, or the device waits no more.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask<bool> AllowAsync(TenantView tenant, WaitingDevice device, BrowserSession session, Origin origin)
    {
        // First the session: a client that has a user's tokens must hear of the session's end.
        if (!await sessions.JoinAsync(tenant, session, device.Asked.ClientId, origin).ConfigureAwait(false))
            return false;
        var authorized = session.Authorize(device.Asked.ClientId, device.Asked.Scope, device.Asked.Resources);
        return await DecideAsync(tenant, device, state => FamilyDecider.Authorize(state, authorized, clock.GetUtcNow()), origin).ConfigureAwait(false);
    }

    /// <returns>False if the device waits no more.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public ValueTask<bool> DenyAsync(TenantView tenant, WaitingDevice device, Origin origin) => DecideAsync(tenant, device, FamilyDecider.Deny, origin);

    private async ValueTask<bool> DecideAsync(TenantView tenant, WaitingDevice device, Func<FamilyState, Decision<IFamilyEvent>> decide, Origin origin) =>
        await families.ExecuteAsync(tenant.Id, device.Family, decide, origin).ConfigureAwait(false) is null;
}
