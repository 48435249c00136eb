using Argus.Authority.Keys;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Discovery;

/// <summary>
/// The keys that sign the checkpoints of the tenant's log, with their history (docs/audit-log-format.md, "Checkpoints"), from this node's view: as with the
/// JWKS, the same bytes for the same keys, and never a document without any.
/// </summary>
internal sealed class LogKeysEndpoint : IEndpoint
{
    public const string Path = "/log/keys";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Head];

    public bool IsForScripts => true;

    public Task HandleAsync(TenantRequest request)
    {
        var keys = request.Tenant.LogKeys;
        if (keys.Json.Length == 0)
            throw new KeyUnavailableException($"The log of tenant {request.Tenant.Id} has no key yet.");
        PublicDocument.Answer(request.Http, keys.Json, keys.ETag, request.Tenant.CacheControl);
        return Task.CompletedTask;
    }
}
