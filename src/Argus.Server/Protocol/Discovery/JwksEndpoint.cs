using Argus.Authority.Keys;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Discovery;

/// <summary>
/// The tenant's public keys (RFC 7517 §5), from this node's view: served on when the database is down, the same bytes for the same keys, and never an empty
/// set, which verifiers would take for "trust nothing".
/// </summary>
internal sealed class JwksEndpoint : IEndpoint
{
    public const string Path = "/.well-known/jwks.json";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Head];

    public bool IsForScripts => true;

    public Task HandleAsync(TenantRequest request)
    {
        var keys = request.Tenant.Keys;
        if (keys.Jwks.Length == 0)
            throw new KeyUnavailableException($"Tenant {request.Tenant.Id} has no key to show.");
        PublicDocument.Answer(request.Http, keys.Jwks, keys.ETag, request.Tenant.CacheControl);
        return Task.CompletedTask;
    }
}
