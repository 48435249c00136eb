using Argus.Authority.Federation;
using Argus.Jose;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Discovery;

/// <summary>
/// The issuers that the tenant vouches for, itself and its peers, with their public keys (docs/federation.md). Not served from a view that is old: a bundle that
/// still has a distrusted peer is worse than none.
/// </summary>
internal sealed class TrustBundleEndpoint(TrustBundles bundles) : IEndpoint
{
    public const string Path = "/.well-known/trust-bundle";

    private const string MediaType = "application/" + TokenType.TrustBundle;

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Head];

    public bool IsForScripts => true;

    public async Task HandleAsync(TenantRequest request)
    {
        var bundle = await bundles.GetAsync(request.Tenant).ConfigureAwait(false);
        PublicDocument.Answer(request.Http, bundle.Jws, bundle.ETag, "public, max-age=60", MediaType);
    }
}
