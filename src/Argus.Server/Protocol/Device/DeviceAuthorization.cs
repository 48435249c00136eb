using Argus.Authority;
using Argus.Authority.Authorization;
using Argus.Authority.Clients;
using Argus.Authority.Devices;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Device;

/// <summary>Answers a device that wants to be let in (RFC 8628 §3.1, §3.2). The client is authenticated as at the token endpoint.</summary>
internal sealed class DeviceAuthorization(
    ClientAuthentication authentication, DeviceRequests requests, FeedFollower views, Issuers issuers, ILogger<DeviceAuthorization> logger)
{
    public async Task AnswerAsync(TenantRequest request)
    {
        views.ThrowIfTooOldToIssue();
        var (client, form, refusal) = await ClientForm.ReadAsync(request, authentication).ConfigureAwait(false);
        AskedAccess? access = null;
        refusal ??= Read(request, client, form, out access);
        if (refusal is not null)
        {
            await OAuthAnswer.RefuseAsync(request, refusal, logger).ConfigureAwait(false);
            return;
        }

        var codes = await requests.RequestAsync(request.Tenant, client, access!, request.Origin($"client:{client.Id}")).ConfigureAwait(false);
        await OAuthAnswer.JsonAsync(request.Http, (codes, Page: issuers.Of(request.Tenant) + DeviceEndpoint.Path), static (json, answer) =>
        {
            json.WriteString("device_code"u8, answer.codes.DeviceCode);
            json.WriteString("user_code"u8, answer.codes.UserCode.Value);
            json.WriteString("verification_uri"u8, answer.Page);
            json.WriteString("verification_uri_complete"u8, $"{answer.Page}?user_code={answer.codes.UserCode}");
            json.WriteNumber("expires_in"u8, DeviceRequests.Lifetime);
            json.WriteNumber("interval"u8, DevicePolls.Interval);
        }).ConfigureAwait(false);
    }

    private static OAuthRefusal? Read(TenantRequest request, AuthenticatedClient client, Form form, out AskedAccess? access)
    {
        access = null;
        return client.State.Settings.GrantTypes.Contains(GrantType.DeviceCode)
            ? AskedAccess.Read(request.Tenant, client.State.Settings, form.Text("scope"), form.Texts("resource"), out access)
            : OAuthRefusal.UnauthorizedClient("device_not_allowed");
    }
}
