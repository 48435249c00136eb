using Argus.Domain.Kernel;

namespace Argus.Authority.SignIn;

/// <summary>What the host application, or an outside provider, is asked: to say who sits at a browser.</summary>
/// <param name="ClientId">Who wants to know.</param>
/// <param name="Scope">What it wants of the user.</param>
/// <param name="ReturnTo">Where the browser goes on afterwards: path and query within the tenant, as they came.</param>
public sealed record SignInDemand(ClientId ClientId, NameSet Scope, string ReturnTo)
{
    /// <summary>Whom the client expects, as it was typed somewhere.</summary>
    public string? LoginHint { get; init; }

    /// <summary>The authorization request's <c>prompt</c>.</summary>
    public string? Prompt { get; init; }

    /// <summary>Digest of the authorization request, if there is one.</summary>
    public string? Request { get; init; }
}
