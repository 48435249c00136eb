using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Argus.ResourceServer.Authorization;

/// <summary>The demands of each operation of an API, by its endpoint.</summary>
internal sealed class OperationDemands
{
    private readonly ConditionalWeakTable<Endpoint, OperationDemand> _byEndpoint = [];
    private readonly string[] _audiences;
    private readonly string[] _scopes;
    private readonly OperationDemand _plain;

    public OperationDemands(ArgusOptions options)
    {
        _audiences = [options.Audience, .. options.Audiences];
        _scopes = [.. options.RequiredScopes];
        _plain = new OperationDemand(_audiences, _scopes, []);
    }

    /// <param name="endpoint">Null where the request has none yet: then the scheme's demands alone.</param>
    public OperationDemand Of(Endpoint? endpoint) => endpoint is null ? _plain : _byEndpoint.GetValue(endpoint, Read);

    private OperationDemand Read(Endpoint endpoint)
    {
        var own = endpoint.Metadata.GetOrderedMetadata<ArgusAuthorizeAttribute>();
        return own.Count == 0 ? _plain : new OperationDemand(_audiences, _scopes, [.. own.Select(attribute => attribute.Requirement)]);
    }
}
