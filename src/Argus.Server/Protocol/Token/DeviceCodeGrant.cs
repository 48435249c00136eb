using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Authority.Devices;
using Argus.Authority.Issuance;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Token;

/// <summary>A device asks whether its user has decided (RFC 8628 §3.4).</summary>
internal sealed class DeviceCodeGrant(DevicePolls polls) : IGrant
{
    public string GrantType => Domain.Clients.GrantType.DeviceCode;

    public async ValueTask<TokenAnswer> GrantAsync(TenantRequest request, AuthenticatedClient client, Form form) => form.Text("device_code") is { } code
        ? await polls.AnswerAsync(request.Tenant, client, code, request.Origin($"client:{client.Id}")).ConfigureAwait(false)
        : TokenAnswer.Refused(OAuthRefusal.InvalidRequest("device_code_missing", "device_code is missing."));
}
