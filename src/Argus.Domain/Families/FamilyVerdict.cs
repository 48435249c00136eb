using Argus.Domain.Kernel;

namespace Argus.Domain.Families;

/// <summary>A refresh token as it came.</summary>
/// <param name="Digest">Of the token.</param>
/// <param name="ClientId">Who authenticated.</param>
/// <param name="Binding">The key that the request proved to hold, if any.</param>
/// <param name="Revoked">What outside the family's stream has killed it: its subject's, client's or tenant's tokens were revoked.</param>
/// <param name="Unfit">What forbids tokens now: subject or audience out of service.</param>
public sealed record Presentation(string Digest, ClientId ClientId, string? Binding = null, string? Revoked = null, string? Unfit = null);

/// <summary>The time that refresh tokens have.</summary>
/// <param name="ConcurrencyWindow">W</param>
/// <param name="RetryWindow">L</param>
/// <param name="IdleLifetime">How long a refresh token may lie unused.</param>
public sealed record RefreshTerms(TimeSpan ConcurrencyWindow, TimeSpan RetryWindow, TimeSpan IdleLifetime);

/// <summary>What to do.</summary>
public enum FamilyOutcome
{
    /// <summary>No tokens.</summary>
    Refuse,

    /// <summary>The family's first tokens.</summary>
    Open,

    /// <summary>Tokens, and a new refresh token.</summary>
    Rotate,

    /// <summary>Tokens, and the same refresh token again.</summary>
    Retry,

    /// <summary>A device waits.</summary>
    Wait,
}

/// <summary>A judgement on a code or a refresh token.</summary>
/// <param name="Outcome">What to do.</param>
/// <param name="Reason">Why there are no tokens, for the log; for a retry its <see cref="RetryKind"/>.</param>
public sealed record FamilyVerdict(FamilyOutcome Outcome, string? Reason = null)
{
    /// <summary>What to append before the refusal leaves.</summary>
    public IReadOnlyList<IFamilyEvent> Events { get; private init; } = [];

    internal static FamilyVerdict Refuse(string reason, params IFamilyEvent[] events) => new(FamilyOutcome.Refuse, reason) { Events = events };
}
