using Argus.Authority.Families;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Devices;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Devices;

/// <summary>Finds the device that shows a code. The log is asked each time: who decided at one node has decided.</summary>
public sealed class WaitingDevices(FamilyGrains families, IEventLog log, CodeGuesses guesses, TimeProvider clock)
{
    /// <param name="tenant">Whose device; the caller has seen to it that the view is fresh enough.</param>
    /// <param name="typed">As somebody typed it.</param>
    /// <param name="source">The address it came from.</param>
    /// <param name="session">The browser's session, if it has one.</param>
    /// <returns>
    /// Null if no device waits with this code; and, without looking, if too many codes of this source or session were wrong lately.
    /// </returns>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<WaitingDevice?> FindAsync(TenantView tenant, string? typed, string? source, SessionId? session)
    {
        if (!guesses.TryBegin(tenant.Id, source, session))
            return null;
        var device = UserCode.TryParse(typed, out var code) ? await FindAsync(tenant, code).ConfigureAwait(false) : null;
        if (device is not null)
            guesses.WasRight(tenant.Id, source, session);
        return device;
    }

    private async ValueTask<WaitingDevice?> FindAsync(TenantView tenant, UserCode code)
    {
        var history = await log.ReadEventsAsync(tenant.Id, code.StreamIn(tenant.Id)).ConfigureAwait(false);
        if (history is not [{ Event: DeviceCodeAssigned { Family: var family } }])
            return null;
        var state = await families.ReadAsync(tenant.Id, family).ConfigureAwait(false);
        if (state is not { Status: FamilyStatus.Requested, Device: { } asked } || clock.GetUtcNow().ToUnixTimeSeconds() >= asked.Exp)
            return null;
        var client = tenant.Client(asked.ClientId);
        return client.Enabled && client.Settings.GrantTypes.Contains(GrantType.DeviceCode) ? new WaitingDevice(family, code, asked, client) : null;
    }
}

/// <summary>A device that waits for its user.</summary>
/// <param name="Family">What it waits for.</param>
/// <param name="Code">What it shows.</param>
/// <param name="Asked">What it asks for.</param>
/// <param name="Client">The client on it, as it is now.</param>
public sealed record WaitingDevice(FamilyId Family, UserCode Code, FamilyDeviceRequested Asked, ClientState Client)
{
    /// <summary>What people call the client.</summary>
    public string ClientName => Client.Settings.ClientName ?? Asked.ClientId.Value;
}
