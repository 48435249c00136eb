namespace Argus.ResourceServer.Revocation;

/// <summary>
/// Which tokens a set of revocations reaches. Any match is enough, each on its own: the token, its family, its key, its audience, whoever it was issued to or
/// acts by it, and whatever it was exchanged from.
/// </summary>
internal static class RevocationRules
{
    /// <param name="revoked">Of the issuer, or of the anchor that vouches for it.</param>
    /// <param name="issuer">Whose set that is.</param>
    /// <param name="token">Of the issuer, or of a peer.</param>
    public static bool Reach(RevokedSet revoked, string issuer, AccessToken token)
    {
        if (revoked.IsTenantDisabled) return true;
        if (token.Issuer != issuer)
        {
            if (revoked.ReachesPeer(token.Issuer, token.IssuedAt)) return true;
        }
        else if (revoked.HasToken(token.JwtId) || (token.FamilyId is { } family && revoked.HasFamily(family)) || revoked.HasKey(token.Kid))
        {
            return true;
        }

        for (var i = 0; i < token.Audiences.Count; i++)
        {
            if (revoked.HasAudience(token.Audiences[i])) return true;
        }

        return ReachHolder(revoked, token) || ReachActor(revoked, token) || ReachAncestor(revoked, issuer, token);
    }

    private static bool ReachHolder(RevokedSet revoked, AccessToken token)
    {
        var names = token.Names;
        return revoked.HasSubject(names.Subject) || revoked.HasClient(names.Client) || revoked.Reaches(names.Subject, names.Client, token.IssuedAt);
    }

    private static bool ReachActor(RevokedSet revoked, AccessToken token)
    {
        for (var i = 0; i < token.Actors.Count; i++)
        {
            if (token.Actors[i].Issuer is { } peer && revoked.ReachesPeer(peer, token.IssuedAt)) return true;
        }

        var actors = token.Names.Actors;
        for (var i = 0; i < actors.Count; i++)
        {
            var (subject, client) = actors[i];
            if (revoked.HasSubject(subject) || (client is { } named && revoked.HasClient(named))) return true;
            if (revoked.Reaches(subject, client ?? default, token.IssuedAt)) return true;
        }

        return false;
    }

    /// <summary>What it was exchanged from was not revoked at the exchange, that is at its <c>iat</c>: what came later reaches both.</summary>
    private static bool ReachAncestor(RevokedSet revoked, string issuer, AccessToken token)
    {
        for (var i = 0; i < token.Ancestors.Count; i++)
        {
            var ancestor = token.Ancestors[i];
            if ((ancestor.Issuer ?? token.Issuer) is var from && from != issuer)
            {
                if (revoked.ReachesPeer(from, token.IssuedAt)) return true;
                continue;
            }

            if (revoked.HasToken(ancestor.JwtId) || (ancestor.KeyId is { } key && revoked.HasKey(key))) return true;
            var dot = ancestor.JwtId.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0 && revoked.HasFamily(ancestor.JwtId.AsSpan(0, dot))) return true;
        }

        var holders = token.Names.Holders;
        for (var i = 0; i < holders.Count; i++)
        {
            if (revoked.HasClient(holders[i]) || revoked.Reaches(token.Names.Subject, holders[i], token.IssuedAt)) return true;
        }

        return false;
    }
}
