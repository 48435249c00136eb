using Argus.Authority;
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

    public async Task HandleAsync(TenantRequest request)
    {
        var (form, refusal) = await FormReader.ReadAsync(request.Http.Request).ConfigureAwait(false);
        if (form is null)
        {
            await OAuthAnswer.RefuseAsync(request, refusal!, logger).ConfigureAwait(false);
            return;
        }

        var (client, unauthenticated) = await authentication.AuthenticateAsync(request, form).ConfigureAwait(false);
        var compact = form.Bytes("token");
        refusal = unauthenticated ?? (compact is null ? OAuthRefusal.InvalidRequest("token_missing", "token is missing.") : null);
        if (refusal is not null)
        {
            await OAuthAnswer.RefuseAsync(request, refusal, logger).ConfigureAwait(false);
            return;
        }

        await revoker.RevokeAsync(request.Tenant, client, compact!.Value, request.Origin($"client:{client.Id}")).ConfigureAwait(false);
        await OAuthAnswer.EmptyAsync(request.Http).ConfigureAwait(false);
    }
}
