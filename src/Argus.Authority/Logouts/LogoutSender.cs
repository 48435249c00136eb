using Argus.Authority.Grains;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Logouts;
using Argus.Log;

namespace Argus.Authority.Logouts;

/// <summary>Makes one attempt to tell one client of one session's end, if no other node was faster.</summary>
public sealed class LogoutSender(Aggregates aggregates, LogoutTokens tokens, ILogoutChannel channel)
{
    /// <param name="tenant">Whose session it was.</param>
    /// <param name="logout">Who is to be told of it.</param>
    /// <param name="client">Whom to tell now.</param>
    /// <param name="cancellation">Gives up waiting for the client. Whether it took the token is unknown then, and some node will try again.</param>
    /// <returns>False if another node was faster.</returns>
    /// <exception cref="LogUnavailableException">Nothing was sent that is not in the log; or that it was taken is not known to be.</exception>
    /// <exception cref="KeyUnavailableException">Nothing was sent.</exception>
    public async Task<bool> TryAsync(TenantView tenant, LogoutState logout, ClientId client, CancellationToken cancellation)
    {
        var made = logout.Pending.GetValueOrDefault(client);
        if (made >= LogoutSchedule.MostAttempts || tenant.Client(client) is not { Enabled: true, Settings.BackchannelLogoutUri: { } uri })
        {
            await ExecuteAsync(tenant, logout, state => LogoutDecider.Abandon(state, client)).ConfigureAwait(false);
            return true;
        }

        var (key, token, attempt) = await tokens.MakeAsync(tenant, logout, client, made + 1).ConfigureAwait(false);
        if (await ExecuteAsync(tenant, logout, state => LogoutDecider.Attempt(state, attempt)).ConfigureAwait(false) is not null)
            return false;

        var signed = await key.SignAsync(token).ConfigureAwait(false);
        if (await channel.PostAsync(uri, signed, cancellation).ConfigureAwait(false))
            await ExecuteAsync(tenant, logout, state => LogoutDecider.Deliver(state, client)).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<Refusal?> ExecuteAsync(TenantView tenant, LogoutState logout, Func<LogoutState, Decision<ILogoutEvent>> decide)
    {
        var origin = new Origin("node:logout", $"logout:{logout.Session}");
        var outcome = await aggregates.Logouts.ExecuteAsync(tenant.Id, LogoutState.StreamOf(logout.Session), decide, origin, CancellationToken.None).ConfigureAwait(false);
        return outcome.Refusal;
    }
}
