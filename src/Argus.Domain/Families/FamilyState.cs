using System.Collections.Immutable;
using Argus.Domain.Kernel;

namespace Argus.Domain.Families;

/// <summary>How far a family has come.</summary>
public enum FamilyStatus
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>A device waits for its user.</summary>
    Requested,

    /// <summary>The user refused.</summary>
    Denied,

    /// <summary>The user allowed it; the code is not redeemed yet.</summary>
    Authorized,

    /// <summary>It has tokens.</summary>
    Opened,

    /// <summary>It is dead.</summary>
    Revoked,
}

/// <summary>A family, folded from its stream.</summary>
public sealed record FamilyState
{
    public static FamilyState Initial { get; } = new();

    public FamilyStatus Status { get; private init; }

    /// <summary>Entries in the stream; the next one's version.</summary>
    public int Version { get; private init; }

    /// <summary>What a device asked for, if one did.</summary>
    public FamilyDeviceRequested? Device { get; private init; }

    /// <summary>What the user allowed.</summary>
    public FamilyAuthorized? Grant { get; private init; }

    /// <summary>The position of that.</summary>
    public long Since { get; private init; }

    /// <summary>The key that refresh tokens are bound to.</summary>
    public string? Binding { get; private init; }

    /// <summary>When the first tokens were issued.</summary>
    public DateTimeOffset OpenedAt { get; private init; }

    /// <summary>When the family ends (NumericDate seconds).</summary>
    public long Exp { get; private init; }

    /// <summary>n: the live refresh token's number, from 0.</summary>
    public int Generation { get; private init; }

    /// <summary>The live refresh token's digest; null if the family has none.</summary>
    public string? Head { get; private init; }

    /// <summary>The digest of the one before it.</summary>
    public string? Previous { get; private init; }

    /// <summary>The digests of all others.</summary>
    public ImmutableHashSet<string> Spent { get; private init; } = [];

    /// <summary>When the live refresh token was made, by the store's clock. The windows run from here and never begin anew.</summary>
    public DateTimeOffset RotatedAt { get; private init; }

    /// <summary>Whether a token of the live generation was seen in use.</summary>
    public bool Confirmed { get; private init; }

    /// <summary>Retries inside the concurrency window since then.</summary>
    public int ConcurrentRetries { get; private init; }

    /// <summary>Retries after it.</summary>
    public int LostResponses { get; private init; }

    /// <summary>Refusals on record.</summary>
    public int Rejections { get; private init; }

    public string? RevocationReason { get; private init; }

    public static string StreamOf(FamilyId family) => $"family:{family}";

    /// <param name="state">What was before.</param>
    /// <param name="event">What happened.</param>
    /// <param name="time">When its entry was committed.</param>
    /// <param name="position">Where its entry stands.</param>
    public static FamilyState Evolve(FamilyState state, IFamilyEvent @event, DateTimeOffset time, long position)
    {
        var next = @event switch
        {
            FamilyDeviceRequested requested => state with { Status = FamilyStatus.Requested, Device = requested },
            FamilyDenied => state with { Status = FamilyStatus.Denied },
            FamilyAuthorized granted => state with { Status = FamilyStatus.Authorized, Grant = granted, Since = position },
            FamilyOpened opened => state with
            {
                Status = FamilyStatus.Opened, Binding = opened.Binding, OpenedAt = time, Exp = opened.Exp, Head = opened.Digest, RotatedAt = time,
            },
            RefreshRotated rotated => state.Rotate(rotated, time),
            RefreshRetried { Kind: RetryKind.Concurrent } => state with { ConcurrentRetries = state.ConcurrentRetries + 1 },
            RefreshRetried => state with { LostResponses = state.LostResponses + 1 },
            RefreshRejected or RefreshBindingMismatched => state with { Rejections = state.Rejections + 1 },
            RefreshConfirmed confirmed => state with { Confirmed = state.Confirmed || confirmed.Generation == state.Generation },
            FamilyRevoked revoked => state with { Status = FamilyStatus.Revoked, RevocationReason = revoked.Reason },
            _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a family."),
        };
        return next with { Version = state.Version + 1 };
    }

    /// <summary>The number of the generation that a digest is of; null if it is of none.</summary>
    internal TokenAge AgeOf(string digest) =>
        digest == Head ? TokenAge.Live
        : digest == Previous ? TokenAge.Previous
        : Spent.Contains(digest) ? TokenAge.Older
        : TokenAge.Unknown;

    private FamilyState Rotate(RefreshRotated rotated, DateTimeOffset time) => this with
    {
        Generation = rotated.Generation,
        Head = rotated.Digest,
        Previous = Head,
        Spent = Previous is null ? Spent : Spent.Add(Previous),
        RotatedAt = time,
        Confirmed = false,
        ConcurrentRetries = 0,
        LostResponses = 0,
    };
}

/// <summary>Where a refresh token stands in its family.</summary>
internal enum TokenAge
{
    Unknown,
    Live,
    Previous,
    Older,
}
