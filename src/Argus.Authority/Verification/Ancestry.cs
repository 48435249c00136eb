using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;

namespace Argus.Authority.Verification;

/// <summary>Whether anything has ended a token that another was exchanged from, at any depth: then it has ended the other too.</summary>
internal static class Ancestry
{
    /// <param name="tenant">Whose token.</param>
    /// <param name="lineage">What is behind it.</param>
    /// <param name="since">The position of its own issuance.</param>
    /// <returns>What ended it, for the log; null if nothing did.</returns>
    public static string? Fault(TenantView tenant, Lineage lineage, long since)
    {
        for (var ancestor = lineage.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            var fault = ancestor.Iss is { } peer ? FaultOfPeers(tenant, ancestor, peer, since) : Fault(tenant, ancestor);
            if (fault is not null)
                return $"ancestor_{fault}";
            since = ancestor.Since;
        }

        for (var actor = lineage.Act; actor is not null; actor = actor.Act)
        {
            if (!IsInService(tenant, actor))
                return "actor_disabled";
        }

        return null;
    }

    /// <summary>What the log took before the leak was issued by this authority and nobody else; the rest of a revoked key's tokens are not told apart.</summary>
    /// <param name="tenant">Whose key.</param>
    /// <param name="keyName">The token's <c>kid</c>.</param>
    /// <param name="committedAt">When the log took the token, NumericDate seconds.</param>
    public static bool IsCompromised(TenantView tenant, string keyName, long committedAt) =>
        !Kid.TryParse(keyName, out var kid)
        || tenant.Keys.Ring.Find(kid) is not { } key
        || (key.Status == KeyStatus.Revoked && !(committedAt < key.CompromisedSince));

    private static string? Fault(TenantView tenant, TokenParent ancestor)
    {
        if (IsCompromised(tenant, ancestor.Kid, ancestor.Iat))
            return "key_revoked";
        if (!ClientId.TryParse(ancestor.ClientId, out var client) || !tenant.Client(client).Enabled)
            return "client_disabled";
        if (!Jti.TryParse(ancestor.Jti, out var jti) || tenant.Revoked.Contains(jti) || tenant.Revoked.Reaches(ancestor.Sub, client, ancestor.Since))
            return "revoked";
        return SubjectId.TryParse(ancestor.Sub, out var subject) && tenant.Subject(subject) is not { Enabled: true } ? "subject_disabled" : null;
    }

    /// <summary>The peer as a whole is what can be ended here: its tokens one by one are its own business.</summary>
    private static string? FaultOfPeers(TenantView tenant, TokenParent ancestor, string peer, long since)
    {
        if (tenant.FindPeer(peer) is not { Enabled: true })
            return "peer_disabled";
        return tenant.Revoked.ReachesPeer(peer, since) || ancestor.Iat < tenant.Revoked.EarliestOfPeer(peer) ? "revoked" : null;
    }

    /// <summary>An actor of a peer's is in service as long as the peer is.</summary>
    private static bool IsInService(TenantView tenant, TokenActor actor)
    {
        if (actor.Iss is not null)
            return true;
        if (ClientSubject.TryParse(actor.Sub, out var client))
            return tenant.Client(client).Enabled;
        return !SubjectId.TryParse(actor.Sub, out var subject) || tenant.Subject(subject) is { Enabled: true };
    }
}
