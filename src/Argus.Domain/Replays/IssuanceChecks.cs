using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;

namespace Argus.Domain.Replays;

/// <summary>Whether a token could be issued: to whom, by whom, under which key, from what.</summary>
internal sealed class IssuanceChecks(Findings findings, LateEntries late, KeyChecks keys, Standing standing)
{
    private (ClientId Client, long Version)? _latest;

    /// <summary>How a family is found that a token was exchanged from.</summary>
    public Func<FamilyId, FamilyLife?> Families { get; set; } = _ => null;

    /// <summary>A token of no family.</summary>
    public void Add(RecordedEvent recorded, TokenIssued token)
    {
        if (!recorded.Stream.StartsWith("token:", StringComparison.Ordinal) || !Jti.TryParse(recorded.Stream.AsSpan("token:".Length), out var named) || named != token.Jti)
            findings.Add(FindingName.TokenMisplaced, recorded.Position, $"{token.Jti} is issued in {recorded.Stream}");
        Check(recorded, token);
        if (token.Parent is null)
            return;
        if (SubjectId.TryParse(token.Sub, out var subject))
            CheckUser(recorded, subject);
        CheckAncestors(recorded, token.Parent);
    }

    /// <summary>The tokens of a family.</summary>
    public void Add(RecordedEvent recorded, IFamilyIssuance issuance, FamilyId id, FamilyLife family)
    {
        var token = issuance.Token;
        if (token.Jti != Jti.Of(id, (int)Math.Min(recorded.StreamVersion, int.MaxValue)) || issuance.Since != family.Since
            || token.ClientId != family.Client || token.Sub != new SubjectId(family.Subject).Value)
            findings.Add(FindingName.TokenMisplaced, recorded.Position, $"{token.Jti} is not of {recorded.Stream} as it was allowed");
        Check(recorded, token);
        if (issuance.IdToken is { } identity)
            keys.Sign(recorded, identity.Kid, identity.Exp);
        CheckUser(recorded, new SubjectId(family.Subject));
        CheckBounds(recorded, token.Sub, token.ClientId, issuance.Since);
    }

    private void Check(RecordedEvent recorded, TokenIssued token)
    {
        if (TokenDecider.Fault(token, TenantPolicy.LongestTokenLifetime) is { } fault)
            findings.Add(FindingName.TokenMalformed, recorded.Position, $"{fault.Code}: {fault.Detail}");
        keys.Sign(recorded, token.Kid, token.Exp);

        // Most tokens are issued to the client of the one before, and nothing has happened in between.
        if (_latest is { } latest && latest.Client == token.ClientId && latest.Version == standing.Version)
            return;
        _latest = null;
        var isWell = Check(recorded, standing.TenantOffSince, FindingName.IssuedByDisabledTenant, "the tenant is disabled")
            & (standing.Client(token.ClientId) is { } client
                ? Check(recorded, client.OffSince, FindingName.IssuedByDisabledClient, $"{token.ClientId} is disabled or removed")
                : Fail(recorded, FindingName.IssuedToUnknownClient, $"there is no client {token.ClientId}"));
        if (isWell)
            _latest = (token.ClientId, standing.Version);
    }

    private void CheckUser(RecordedEvent recorded, SubjectId subject)
    {
        if (standing.User(subject) is { } user)
            Check(recorded, user.OffSince, FindingName.IssuedToDisabledUser, $"{subject} is disabled or removed");
        else
            Fail(recorded, FindingName.IssuedToUnknownUser, $"there is no user {subject}");
    }

    private void CheckAncestors(RecordedEvent recorded, TokenParent parent)
    {
        for (var ancestor = parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor.Iss is { } issuer)
            {
                if (standing.Peer(issuer) is { } peer)
                    Check(recorded, peer.OffSince, FindingName.IssuedFromUntrustedPeer, $"{issuer} is disabled or removed");
                else
                    Fail(recorded, FindingName.IssuedFromUntrustedPeer, $"nobody trusts {issuer}");
                continue;
            }

            if (!Jti.TryParse(ancestor.Jti, out var jti))
                continue;
            Check(recorded, standing.RevokedAt(jti), FindingName.IssuedAfterRevocation, $"{jti}, from which it was made, is revoked");
            if (jti.Family is { } family && Families(family) is { Status: FamilyStatus.Revoked } dead)
                Check(recorded, DateTimeOffset.FromUnixTimeSeconds(dead.ChangedAt), FindingName.IssuedAfterRevocation, $"the family of {jti}, from which it was made, is revoked");
            CheckBounds(recorded, ancestor.Sub, ClientId.TryParse(ancestor.ClientId, out var client) ? client : null, ancestor.Since);
        }
    }

    private void CheckBounds(RecordedEvent recorded, string subject, ClientId? client, long since)
    {
        if (standing.RevokedSince(subject, client, since) is { } time)
            Check(recorded, time, FindingName.IssuedAfterRevocation, $"what was allowed to {subject} at {since} is revoked");
    }

    /// <summary>Whether nothing forbids it. What does so for a short time only may not have been known to who decided.</summary>
    private bool Check(RecordedEvent recorded, DateTimeOffset? since, string name, string detail)
    {
        if (since is not { } time)
            return true;
        if (recorded.Time - time > ReplayBounds.Allowance)
            return Fail(recorded, name, $"{detail} since {time.ToUnixTimeSeconds()}");
        late.Add(recorded.Position);
        return false;
    }

    private bool Fail(RecordedEvent recorded, string name, string detail)
    {
        findings.Add(name, recorded.Position, detail);
        return false;
    }
}
