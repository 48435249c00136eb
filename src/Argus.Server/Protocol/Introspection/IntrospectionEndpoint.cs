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
        // RFC 7662 §2.1: who asks must prove who it is, or tokens could be tried out here.
        var (form, compact) = await ClientForm.ReadWithTokenAsync(request, authentication, confidential: true).ConfigureAwait(false);
        if (form.Refusal is { } refusal)
        {
            await OAuthAnswer.RefuseAsync(request, refusal, logger).ConfigureAwait(false);
            return;
        }

        var client = form.Client;
        var token = await introspector.IntrospectAsync(request.Tenant, client, compact, request.Origin($"client:{client.Id}")).ConfigureAwait(false);
        if (SignedIntrospection.IsAskedFor(request.Http.Request))
            await signed.WriteAsync(request, client.Id, token).ConfigureAwait(false);
        else
            await OAuthAnswer.JsonAsync(request.Http, token, IntrospectionResponse.Write).ConfigureAwait(false);
    }
}
