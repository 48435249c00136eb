using Argus.Authority.Sessions;
using Argus.Domain.Kernel;

namespace Argus.Server.Admin.Sessions;

/// <summary>What a session is to an operator.</summary>
internal enum SessionCondition
{
    /// <summary>It says who its browser's user is.</summary>
    Live,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was over before its time.</summary>
    Ended,
}

/// <summary>A browser's session with the authority, as the Admin API shows it.</summary>
internal sealed record SessionResource
{
    public required string Session { get; init; }

    /// <summary>The user, as <c>sub</c> has it.</summary>
    public required string Subject { get; init; }

    /// <summary>The user's name, if there still is such a user.</summary>
    public string? Username { get; init; }

    public required SessionCondition Status { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the user proved last who they are.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>When it is over.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How well the user is known by that.</summary>
    public required string Acr { get; init; }

    /// <summary>The methods.</summary>
    public required IReadOnlyCollection<string> Amr { get; init; }

    /// <summary>The clients that were told who the user is.</summary>
    public required IReadOnlyCollection<string> Clients { get; init; }

    /// <summary>Why it is over before its time; <c>tokens_revoked</c> for a revocation of wider reach.</summary>
    public string? EndReason { get; init; }

    /// <param name="record">The session.</param>
    /// <param name="names">Of users whom there still are.</param>
    public static SessionResource Of(SessionRecord record, IReadOnlyDictionary<SubjectId, string> names)
    {
        var (state, authentication) = (record.State, record.State.Authentication!);
        return new SessionResource
        {
            Session = record.Id.Value,
            Subject = state.Subject.Value,
            Username = names.GetValueOrDefault(state.Subject),
            Status = record.Ended is not null ? SessionCondition.Ended : record.IsExpired ? SessionCondition.Expired : SessionCondition.Live,
            OpenedAt = record.OpenedAt,
            AuthenticatedAt = DateTimeOffset.FromUnixTimeSeconds(authentication.AuthTime),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(state.Exp),
            Acr = authentication.Acr,
            Amr = authentication.Amr,
            Clients = state.Clients,
            EndReason = record.Ended,
        };
    }
}
