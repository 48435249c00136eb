namespace Argus.Domain.Verdicts;

/// <summary>What a token was worth at a moment. Where several are true, the one that came first is said.</summary>
public enum VerdictKind
{
    /// <summary>Whoever asked was told that it is active, if it is in the audience.</summary>
    Valid,

    /// <summary>It was issued later.</summary>
    NotYetValid,

    /// <summary>Its time was over.</summary>
    Expired,

    /// <summary>It, or something that it depends on, was revoked, disabled or removed.</summary>
    Revoked,

    /// <summary>The key that signed it, or one of those before it, was not trusted any more.</summary>
    KeyCompromised,

    /// <summary>The log has no such token: whoever shows one has somebody's key.</summary>
    NeverIssued,
}

/// <summary>A verdict with what proves it.</summary>
/// <param name="Kind">What the token was worth.</param>
/// <param name="Since">Since when: its issuance for a valid one, its end for one that is over; null for one that was never issued.</param>
/// <param name="Evidence">The positions of the entries that say so, in the order of the log.</param>
/// <param name="Issuance">The position of the entry that issued it; null if there is none.</param>
public sealed record TokenVerdict(VerdictKind Kind, DateTimeOffset? Since, IReadOnlyList<long> Evidence, long? Issuance)
{
    public static TokenVerdict NeverIssued { get; } = new(VerdictKind.NeverIssued, null, [], null);

    /// <summary>As the Admin API and the command line have it.</summary>
    public string Name => Kind switch
    {
        VerdictKind.Valid => "valid",
        VerdictKind.NotYetValid => "not_yet_valid",
        VerdictKind.Expired => "expired",
        VerdictKind.Revoked => "revoked",
        VerdictKind.KeyCompromised => "key_compromised",
        VerdictKind.NeverIssued => "never_issued",
        _ => throw new InvalidOperationException($"{Kind} has no name."),
    };
}
