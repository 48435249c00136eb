using Microsoft.AspNetCore.Authorization;

namespace Argus.ResourceServer;

/// <summary>
/// Protects an operation with scopes, an audience or callers of its own. Several on one operation hold all together. <see cref="AuthorizeAttribute"/> without more
/// asks for what the scheme asks of all.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class ArgusAuthorizeAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    /// <param name="scopes">Scopes that are needed, all of them.</param>
    public ArgusAuthorizeAttribute(params string[] scopes) => Scopes = scopes;

    /// <summary>Scopes that are needed, all of them.</summary>
    public string[] Scopes { get; }

    /// <summary>What <c>aud</c> must hold instead of the scheme's audience. Null: the scheme's.</summary>
    public string? Audience { get; set; }

    /// <summary>The only callers that may: clients or current actors. Empty: every caller.</summary>
    public string[] Clients { get; set; } = [];

    /// <exception cref="ArgumentException">As <see cref="ArgusRequirement"/>.</exception>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [Requirement];

    internal ArgusRequirement Requirement => new(Scopes, Audience, Clients);
}
