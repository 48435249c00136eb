using Argus.Authority.Revocation;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Revocation;

/// <summary>Token revocation (RFC 7009). 200 says: durable, or nothing to revoke.</summary>
internal sealed class RevocationEndpoint(ClientAuthentication authentication, TokenRevoker revoker, ILogger<RevocationEndpoint> logger) : IEndpoint
{
    public const string Path = "/oauth/revoke";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Post];

    public bool IsForScripts => true;

    public async Task HandleAsync(TenantRequest request)
    {
        var (form, compact) = await ClientForm.ReadWithTokenAsync(request, authentication).ConfigureAwait(false);
        if (form.Refusal is { } refusal)
        {
            await OAuthAnswer.RefuseAsync(request, refusal, logger).ConfigureAwait(false);
            return;
        }

        await revoker.RevokeAsync(request.Tenant, form.Client, compact, request.Origin($"client:{form.Client.Id}")).ConfigureAwait(false);
        await OAuthAnswer.EmptyAsync(request.Http).ConfigureAwait(false);
    }
}
