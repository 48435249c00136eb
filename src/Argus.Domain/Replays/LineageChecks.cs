using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Projections;
using Argus.Domain.Tokens;

namespace Argus.Domain.Replays;

/// <summary>Whether a token could be made from those that it says are behind it.</summary>
internal sealed class LineageChecks(Contradictions found, TenantProjections known, Standing standing, StreamChecks streams)
{
    /// <summary>How a family is found that a token was exchanged from.</summary>
    public Func<FamilyId, FamilyLife?> Families { get; set; } = _ => null;

    /// <param name="recorded">The issuance.</param>
    /// <param name="token">What it issues.</param>
    /// <param name="parent">What it was made from.</param>
    public void Add(RecordedEvent recorded, TokenIssued token, TokenParent parent)
    {
        if (parent.Iss is null && token.Act is null && known.Client(token.ClientId) is { Exists: true, Settings.Impersonates: false })
            found.Refuse(recorded, standing.ChangedAt(ClientState.StreamOf(token.ClientId)), FindingName.IssuedBeyondRights, $"{token.ClientId} may not leave out that it acts");
        for (var ancestor = parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor.Iss is { } issuer)
                CheckPeer(recorded, token, issuer, ancestor.Sub);
            else
                CheckOwn(recorded, token, ancestor);
        }
    }

    private void CheckPeer(RecordedEvent recorded, TokenIssued token, string issuer, string subject)
    {
        if (standing.Peer(issuer) is not { } peer)
        {
            found.Fail(recorded, FindingName.IssuedFromUntrustedPeer, $"nobody trusts {issuer}");
            return;
        }

        found.Check(recorded, peer.OffSince, FindingName.IssuedFromUntrustedPeer, $"{issuer} is disabled or removed");
        if (!standing.PrefixesOf(issuer).Any(prefix => token.Sub == prefix + subject))
            found.Fail(recorded, FindingName.TokenMisplaced, $"{token.Jti} is not of whom {issuer} named");
    }

    private void CheckOwn(RecordedEvent recorded, TokenIssued token, TokenParent ancestor)
    {
        if (token.Sub != ancestor.Sub)
            found.Fail(recorded, FindingName.TokenMisplaced, $"{token.Jti} is of another subject than {ancestor.Jti}, from which it was made");
        if (!Jti.TryParse(ancestor.Jti, out var jti) || !IsIssued(jti))
        {
            found.Fail(recorded, FindingName.IssuedFromUnknownToken, $"{ancestor.Jti}, from which it was made, was never issued, or has long expired");
            return;
        }

        found.Check(recorded, standing.RevokedAt(jti), FindingName.IssuedAfterRevocation, $"{jti}, from which it was made, is revoked");
        if (jti.Family is { } family && Families(family) is { Status: FamilyStatus.Revoked } dead)
        {
            found.Check(
                recorded, DateTimeOffset.FromUnixTimeSeconds(dead.ChangedAt), FindingName.IssuedAfterRevocation, $"the family of {jti}, from which it was made, is revoked");
        }

        CheckBounds(recorded, ancestor.Sub, ClientId.TryParse(ancestor.ClientId, out var client) ? client : null, ancestor.Since);
    }

    /// <summary>Whether no wide revocation reaches what was allowed at a position.</summary>
    public void CheckBounds(RecordedEvent recorded, string subject, ClientId? client, long since)
    {
        if (standing.RevokedSince(subject, client, since) is { } time)
            found.Check(recorded, time, FindingName.IssuedAfterRevocation, $"what was allowed to {subject} at {since} is revoked");
    }

    /// <summary>Nothing is made from what has expired, and what has not is remembered.</summary>
    private bool IsIssued(Jti token) => token.Family is { } family ? Families(family)?.Version > token.Version : streams.IsIssued(token);
}
