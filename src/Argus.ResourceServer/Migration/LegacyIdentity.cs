using System.Security.Claims;

namespace Argus.ResourceServer.Migration;

/// <summary>
/// Goes along with whom a legacy token let in, so that operations which ask for something of Argus's callers can ask it of these. It is no authenticated identity
/// itself, and no caller of Argus.
/// </summary>
internal sealed class LegacyIdentity : ClaimsIdentity
{
    private readonly HashSet<string> _scopes;

    public LegacyIdentity(ClaimsPrincipal principal, string client)
        : this([.. principal.FindAll("scope").SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))], client)
    {
    }

    private LegacyIdentity(HashSet<string> scopes, string client)
    {
        _scopes = scopes;
        Client = client;
    }

    /// <summary>By the name under which the application knows it.</summary>
    public string Client { get; }

    public bool HasScopes(IEnumerable<string> scopes) => scopes.All(_scopes.Contains);

    // Claims transformations work on copies.
    public override ClaimsIdentity Clone() => new LegacyIdentity(_scopes, Client);
}
