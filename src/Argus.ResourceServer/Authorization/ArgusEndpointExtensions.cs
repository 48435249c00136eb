using Argus.ResourceServer;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Protection of single operations.</summary>
public static class ArgusEndpointExtensions
{
    /// <summary>As <see cref="ArgusAuthorizeAttribute"/>.</summary>
    /// <param name="builder">The operation, or a group of them.</param>
    /// <param name="scopes">Scopes that are needed, all of them.</param>
    /// <param name="audience">What <c>aud</c> must hold instead of the scheme's audience.</param>
    /// <param name="clients">The only callers that may.</param>
    /// <exception cref="ArgumentException">As <see cref="ArgusRequirement"/>: when the endpoints are mapped, not when they are called.</exception>
    public static TBuilder RequireArgus<TBuilder>(this TBuilder builder, string[]? scopes = null, string? audience = null, string[]? clients = null)
        where TBuilder : IEndpointConventionBuilder
    {
        _ = new ArgusRequirement(scopes, audience, clients);
        return builder.RequireAuthorization(new ArgusAuthorizeAttribute(scopes ?? []) { Audience = audience, Clients = clients ?? [] });
    }
}
