using Argus.Authority.Families;
using Argus.Domain.Families;

namespace Argus.Server.Admin.Families;

/// <summary>What a family is to an operator.</summary>
internal enum FamilyCondition
{
    /// <summary>A device waits for its user.</summary>
    Requested,

    /// <summary>The user refused.</summary>
    Denied,

    /// <summary>The user allowed it; the code is not redeemed yet.</summary>
    Authorized,

    /// <summary>It has tokens.</summary>
    Active,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It is dead, with all tokens that it ever issued.</summary>
    Revoked,
}

/// <summary>A family of tokens, as the Admin API shows it: one grant of a user to a client, and what followed from it.</summary>
internal sealed record FamilyResource
{
    public required string Family { get; init; }

    /// <summary>The user, as <c>sub</c> has it; null while a device waits.</summary>
    public string? Subject { get; init; }

    /// <summary>The user's name, if there still is such a user.</summary>
    public string? Username { get; init; }

    public required string ClientId { get; init; }

    /// <summary>What was granted, space-delimited.</summary>
    public required string Scope { get; init; }

    /// <summary>The resources that its tokens may be for.</summary>
    public required IReadOnlyCollection<string> Resources { get; init; }

    public required FamilyCondition Status { get; init; }

    /// <summary>When its first tokens were issued; null if none were.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When it ends, whatever happens.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When its live refresh token was made: by the latest refresh, or with the first tokens.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The number of its live refresh token, from 0.</summary>
    public required int Generation { get; init; }

    /// <summary>The session of the browser that the user was in.</summary>
    public string? Session { get; init; }

    /// <summary>Why it is dead: what was seen, or an operator's words; <c>tokens_revoked</c> for a revocation of wider reach.</summary>
    public string? RevocationReason { get; init; }

    /// <summary>Everything that happened to it, in order; only where one family is asked for.</summary>
    public IReadOnlyList<FamilyHappening>? History { get; init; }

    /// <param name="record">The family.</param>
    /// <param name="username">Of its user, if there still is one.</param>
    public static FamilyResource Of(FamilyRecord record, string? username)
    {
        var (grant, device, state) = (record.State.Grant, record.State.Device, record.State);
        var isOpened = state.OpenedAt != default;
        return new FamilyResource
        {
            Family = record.Id.Value,
            Subject = grant?.Subject.Value,
            Username = username,
            ClientId = (grant?.ClientId ?? device!.ClientId).Value,
            Scope = (grant?.Scope ?? device!.Scope).ToString(),
            Resources = grant?.Resources ?? device!.Resources,
            Status = ConditionOf(record),
            OpenedAt = isOpened ? state.OpenedAt : null,
            ExpiresAt = isOpened ? Rfc3339.Of(state.Exp) : null,
            LastUsedAt = isOpened ? state.RotatedAt : null,
            Generation = state.Generation,
            Session = grant?.Session,
            RevocationReason = record.Revoked,
        };
    }

    private static FamilyCondition ConditionOf(FamilyRecord record) => record switch
    {
        { Revoked: not null } => FamilyCondition.Revoked,
        { IsExpired: true } => FamilyCondition.Expired,
        { State.Status: FamilyStatus.Requested } => FamilyCondition.Requested,
        { State.Status: FamilyStatus.Denied } => FamilyCondition.Denied,
        { State.Status: FamilyStatus.Authorized } => FamilyCondition.Authorized,
        _ => FamilyCondition.Active,
    };
}
