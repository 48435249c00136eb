using Argus.Authority;
using Argus.Authority.Verification;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Introspection;

/// <summary>Token introspection (RFC 7662), also as a signed JWT (RFC 9701).</summary>
internal sealed class IntrospectionEndpoint(
    ClientAuthentication authentication, Introspector introspector, SignedIntrospection signed, ILogger<IntrospectionEndpoint> logger) : IEndpoint
{
    public const string Path = "/oauth/introspect";

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

        var token = await introspector.IntrospectAsync(request.Tenant, client, compact!.Value, request.Origin($"client:{client.Id}")).ConfigureAwait(false);
        if (SignedIntrospection.IsAskedFor(request.Http.Request))
            await signed.WriteAsync(request, client.Id, token).ConfigureAwait(false);
        else
            await OAuthAnswer.JsonAsync(request.Http, token, IntrospectionResponse.Write).ConfigureAwait(false);
    }
}
