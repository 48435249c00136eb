using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;

namespace Argus.Domain.Replays;

/// <summary>Whether a token could be issued: to whom, by whom, under which key, from what.</summary>
internal sealed class IssuanceChecks(Contradictions found, KeyChecks keys, Standing standing, RightChecks rights, LineageChecks lineage)
{
    private (ClientId Client, long Version)? _latest;

    /// <summary>A token of no family.</summary>
    public void Add(RecordedEvent recorded, TokenIssued token)
    {
        if (!recorded.Stream.StartsWith("token:", StringComparison.Ordinal) || !Jti.TryParse(recorded.Stream.AsSpan("token:".Length), out var named) || named != token.Jti)
            found.Fail(recorded, FindingName.TokenMisplaced, $"{token.Jti} is issued in {recorded.Stream}");
        Check(recorded, token);
        rights.Add(recorded, token, null);
        if (token.Parent is not { } parent)
        {
            if (token.Act is not null || !(ClientSubject.TryParse(token.Sub, out var itself) && itself == token.ClientId))
                found.Fail(recorded, FindingName.TokenMisplaced, $"{token.Jti} is of {token.Sub}, who allowed {token.ClientId} nothing");
            return;
        }

        if (SubjectId.TryParse(token.Sub, out var subject))
            CheckUser(recorded, subject);
        lineage.Add(recorded, token, parent);
    }

    /// <summary>The tokens of a family.</summary>
    public void Add(RecordedEvent recorded, IFamilyIssuance issuance, FamilyId id, FamilyLife family)
    {
        var token = issuance.Token;
        if (token.Jti != Jti.Of(id, (int)Math.Min(recorded.StreamVersion, int.MaxValue)) || issuance.Since != family.Since
            || token.ClientId != family.Client || token.Sub != new SubjectId(family.Subject).Value)
            found.Fail(recorded, FindingName.TokenMisplaced, $"{token.Jti} is not of {recorded.Stream} as it was allowed");
        Check(recorded, token);
        if (issuance.IdToken is { } identity)
            keys.Sign(recorded, identity.Kid, identity.Exp);
        if (family.Grant is { } grant)
            rights.Add(recorded, token, grant);
        CheckUser(recorded, new SubjectId(family.Subject));
        lineage.CheckBounds(recorded, token.Sub, token.ClientId, issuance.Since);
    }

    private void Check(RecordedEvent recorded, TokenIssued token)
    {
        if (TokenDecider.Fault(token, TenantPolicy.LongestTokenLifetime) is { } fault)
            found.Fail(recorded, FindingName.TokenMalformed, $"{fault.Code}: {fault.Detail}");
        if (Math.Abs(token.Iat - recorded.Time.ToUnixTimeSeconds()) > ReplayBounds.NameTolerance)
            found.Fail(recorded, FindingName.TokenMalformed, $"it says that it was issued at {token.Iat}, and was at {recorded.Time.ToUnixTimeSeconds()}");
        keys.Sign(recorded, token.Kid, token.Exp);

        // Most tokens are issued to the client of the one before, and nothing has happened in between.
        if (_latest is { } latest && latest.Client == token.ClientId && latest.Version == standing.Version)
            return;
        _latest = null;
        var isWell = found.Check(recorded, standing.TenantOffSince, FindingName.IssuedByDisabledTenant, "the tenant is disabled")
            & (standing.Client(token.ClientId) is { } client
                ? found.Check(recorded, client.OffSince, FindingName.IssuedByDisabledClient, $"{token.ClientId} is disabled or removed")
                : found.Fail(recorded, FindingName.IssuedToUnknownClient, $"there is no client {token.ClientId}"));
        if (isWell)
            _latest = (token.ClientId, standing.Version);
    }

    private void CheckUser(RecordedEvent recorded, SubjectId subject)
    {
        if (standing.User(subject) is { } user)
            found.Check(recorded, user.OffSince, FindingName.IssuedToDisabledUser, $"{subject} is disabled or removed");
        else
            found.Fail(recorded, FindingName.IssuedToUnknownUser, $"there is no user {subject}");
    }
}
