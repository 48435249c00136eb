using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Projections;
using Argus.Domain.Tokens;

namespace Argus.Domain.Replays;

/// <summary>Whether a token is for nothing but what its client may ask for, and its user allowed.</summary>
internal sealed class RightChecks(Contradictions found, TenantProjections known, Standing standing)
{
    private const int MostRemembered = 4_096;

    private readonly HashSet<(ClientId Client, NameSet Audience, string? Scope, FamilyGrant? Grant)> _right = [];
    private (ClientId Client, NameSet Audience, string? Scope, FamilyGrant? Grant)? _latest;
    private long _version = -1;

    /// <param name="recorded">The issuance.</param>
    /// <param name="token">What it issues.</param>
    /// <param name="grant">What the user allowed; null for a token of no family.</param>
    public void Add(RecordedEvent recorded, TokenIssued token, FamilyGrant? grant)
    {
        // Most tokens are for what one before them was for, and nothing has changed in between.
        if (_version != standing.Version)
        {
            _right.Clear();
            _latest = null;
            _version = standing.Version;
        }

        var asked = (token.ClientId, token.Aud, token.Scope, grant);
        if (_latest == asked)
            return;
        if (_right.Contains(asked))
            _latest = asked;
        else if (Check(recorded, token, grant) && _right.Count < MostRemembered)
            _right.Add(asked);
    }

    private bool Check(RecordedEvent recorded, TokenIssued token, FamilyGrant? grant)
    {
        var scope = NameSet.Of(token.Scope?.Split(' ') ?? []);
        var (audience, client) = (token.Aud.FirstOrDefault() ?? "", known.Client(token.ClientId));
        if (token.Aud.Count != 1 || (grant is not null && !(scope.IsSubsetOf(grant.Scope) && (grant.Resources.Count == 0 || grant.Resources.Contains(audience)))))
            return found.Fail(recorded, FindingName.IssuedBeyondRights, $"{token.Jti} is for {token.Aud} with scope '{scope}': more than was allowed");

        // Of who is not there any more, others tell.
        if (!client.Exists || MayHave(client.Settings, audience, scope, grant))
            return true;
        var since = standing.ChangedAt(ClientState.StreamOf(token.ClientId), $"resource:{audience}");
        return found.Refuse(recorded, since, FindingName.IssuedBeyondRights, $"{token.ClientId} may not have a token for {audience} with scope '{scope}'");
    }

    private bool MayHave(ClientSettings client, string audience, NameSet scope, FamilyGrant? grant)
    {
        // The audience is the issuer then, which no event has.
        if (grant is { Resources.Count: 0 })
            return scope.IsSubsetOf(OidcScope.All) && scope.IsSubsetOf(client.Scope);
        if (!client.Resources.Contains(audience) || !ResourceId.TryParse(audience, out var resource) || known.Resource(resource) is not { Enabled: true } api)
            return false;
        var most = client.ScopeAt(audience);
        return scope.All(name => most.Contains(name) && (api.Scopes.Contains(name) || (grant is not null && OidcScope.All.Contains(name))));
    }
}
