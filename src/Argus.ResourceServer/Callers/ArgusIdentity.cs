using System.Security.Claims;

namespace Argus.ResourceServer.Callers;

/// <summary>The caller as the platform's identity: <c>iss</c>, <c>sub</c>, <c>client_id</c>, <c>jti</c>, and a <c>scope</c> for each scope.</summary>
internal sealed class ArgusIdentity : ClaimsIdentity
{
    private readonly string _scheme;

    public ArgusIdentity(ArgusCaller caller, string scheme)
        : base(scheme, "sub", "roles")
    {
        Caller = caller;
        _scheme = scheme;
        Add("iss", caller.Issuer);
        Add("sub", caller.Subject);
        Add("client_id", caller.ClientId);
        Add("jti", caller.Token.JwtId);
        foreach (var scope in caller.Scopes)
            Add("scope", scope);
    }

    public ArgusCaller Caller { get; }

    // Claims transformations work on copies.
    public override ClaimsIdentity Clone()
    {
        var copy = new ArgusIdentity(Caller, _scheme);
        foreach (var claim in Claims.Where(claim => !copy.HasClaim(claim.Type, claim.Value)).ToArray())
            copy.AddClaim(claim.Clone(copy));
        return copy;
    }

    private void Add(string type, string value) => AddClaim(new Claim(type, value, ClaimValueTypes.String, Caller.Issuer, Caller.Issuer, this));
}
