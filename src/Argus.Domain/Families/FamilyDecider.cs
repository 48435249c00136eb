using Argus.Domain.Kernel;

namespace Argus.Domain.Families;

/// <summary>What may happen to a family: here to its refresh tokens, by the table of docs/families.md. One live refresh token at most, always.</summary>
public static partial class FamilyDecider
{
    /// <summary>R: answers to a lost response.</summary>
    public const int MostLostResponses = 3;

    /// <summary>Answers inside the concurrency window.</summary>
    public const int MostConcurrentRetries = 32;

    /// <summary>Refusals that are put on record; whoever holds a dead token could otherwise fill the log with them.</summary>
    public const int MostRejections = 32;

    /// <summary>Judges a refresh token. On <see cref="FamilyOutcome.Rotate"/> and <see cref="FamilyOutcome.Retry"/> the caller makes the tokens and their event.</summary>
    /// <param name="family">As its whole stream says.</param>
    /// <param name="presented">What came.</param>
    /// <param name="terms">The windows.</param>
    /// <param name="now">The time.</param>
    public static FamilyVerdict Present(FamilyState family, Presentation presented, RefreshTerms terms, DateTimeOffset now)
    {
        var age = family.AgeOf(presented.Digest);
        if (age == TokenAge.Unknown)
            return FamilyVerdict.Refuse("unknown");
        if (Ended(family, presented.Revoked, terms, now) is { } end)
            return Reject(family, end);
        if (presented.ClientId != family.Grant!.ClientId)
            return Kill(FamilyRevocation.ClientMismatch);
        if (presented.Binding != family.Binding)
            return Reject(family, "binding_mismatch", new RefreshBindingMismatched(presented.Binding));

        var verdict = age switch
        {
            TokenAge.Live => new FamilyVerdict(FamilyOutcome.Rotate),
            TokenAge.Previous => Again(family, terms, now - family.RotatedAt),
            _ => Kill(FamilyRevocation.Reuse),
        };
        return presented.Unfit is { } unfit && verdict.Outcome != FamilyOutcome.Refuse ? Reject(family, unfit) : verdict;
    }

    /// <summary>Ends the family. Nothing if there is none, or no more.</summary>
    public static Decision<IFamilyEvent> Revoke(FamilyState family, string reason) =>
        family.Status is FamilyStatus.None or FamilyStatus.Revoked or FamilyStatus.Denied ? Array.Empty<IFamilyEvent>() : [new FamilyRevoked(reason)];

    /// <summary>RFC 7009 §2.1: its own client gives a refresh token up, of whatever generation. Nothing for a token that is not of it, or another's.</summary>
    public static Decision<IFamilyEvent> RevokeByClient(FamilyState family, string digest, ClientId client) =>
        family.AgeOf(digest) == TokenAge.Unknown || family.Grant!.ClientId != client
            ? Array.Empty<IFamilyEvent>()
            : Revoke(family, FamilyRevocation.RevokedByClient);

    /// <summary>An access token of a generation was seen in use.</summary>
    public static Decision<IFamilyEvent> Confirm(FamilyState family, int generation) =>
        family.Status == FamilyStatus.Opened && generation > 0 && generation == family.Generation && !family.Confirmed
            ? new IFamilyEvent[] { new RefreshConfirmed(generation) }
            : [];

    /// <summary>The answer to the refresh token before the live one. A clock that ran back makes nothing older.</summary>
    private static FamilyVerdict Again(FamilyState family, RefreshTerms terms, TimeSpan age)
    {
        if (age <= terms.ConcurrencyWindow)
        {
            return family.ConcurrentRetries < MostConcurrentRetries
                ? new FamilyVerdict(FamilyOutcome.Retry, RetryKind.Concurrent)
                : FamilyVerdict.Refuse("too_many_at_once");
        }

        return age <= terms.RetryWindow && !family.Confirmed && family.LostResponses < MostLostResponses
            ? new FamilyVerdict(FamilyOutcome.Retry, RetryKind.LostResponse)
            : Kill(FamilyRevocation.Reuse);
    }

    private static string? Ended(FamilyState family, string? revoked, RefreshTerms terms, DateTimeOffset now) =>
        family.Status == FamilyStatus.Revoked ? "family_revoked"
        : revoked is not null ? revoked
        : now.ToUnixTimeSeconds() >= family.Exp ? "expired"
        : now - family.RotatedAt >= terms.IdleLifetime ? "idle"
        : null;

    private static FamilyVerdict Kill(string reason) => FamilyVerdict.Refuse(reason, new FamilyRevoked(reason));

    private static FamilyVerdict Reject(FamilyState family, string reason, IFamilyEvent? @event = null) =>
        family.Rejections < MostRejections ? FamilyVerdict.Refuse(reason, @event ?? new RefreshRejected(reason)) : FamilyVerdict.Refuse(reason);
}
