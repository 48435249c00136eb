using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

/// <summary>Where a signing key is in its life.</summary>
public enum KeyStatus
{
    /// <summary>Generated, known to nobody.</summary>
    Pending,

    /// <summary>Published, waiting for its turn.</summary>
    Next,

    /// <summary>Signs.</summary>
    Active,

    /// <summary>Published for the tokens it signed; its private half is destroyed.</summary>
    Retiring,

    /// <summary>In the archive only.</summary>
    Retired,

    /// <summary>Trusted no more.</summary>
    Revoked,
}

/// <summary>A key with the times of its states (NumericDate seconds).</summary>
public sealed record SigningKeyState(Kid Kid, string N, int Bits, string Custody, KeyStatus Status, long CreatedAt)
{
    /// <summary>Made elsewhere.</summary>
    public bool Imported { get; init; }

    public long? PublishedAt { get; init; }

    /// <summary>When it is to sign, or since when it has signed.</summary>
    public long? ActivatesAt { get; init; }

    /// <summary>What its activation waits for, if its turn has come and it waits.</summary>
    public KeyHold? Held { get; init; }

    public long? DeactivatedAt { get; init; }

    public long? VerifyUntil { get; init; }

    public long? RetiredAt { get; init; }

    public long? RevokedAt { get; init; }

    public long? CompromisedSince { get; init; }

    public string? RevocationReason { get; init; }

    /// <summary>When the destruction of the private half was put on record.</summary>
    public long? DestroyedAt { get; init; }

    /// <summary>Whether verifiers are shown the key.</summary>
    public bool Published => Status is KeyStatus.Next or KeyStatus.Active or KeyStatus.Retiring;

    /// <summary>Since when the key will not sign any more, if it is so. One that made way before its turn was neither deactivated nor revoked.</summary>
    public long? SpentAt => IsSpent ? DeactivatedAt ?? RevokedAt ?? RetiredAt : null;

    /// <summary>Whether the key will never sign again, and its private half must go.</summary>
    public bool IsSpent => Status is KeyStatus.Retiring or KeyStatus.Retired or KeyStatus.Revoked;
}

/// <summary>A key's turn has come, and it waits for verifiers to see it.</summary>
/// <param name="Since">Since when (NumericDate seconds).</param>
/// <param name="At">Of what time the numbers are.</param>
/// <param name="Needed">Percent of the verifiers that must have seen it.</param>
/// <param name="Share">Percent that have.</param>
/// <param name="Verifiers">How many verifiers count.</param>
public sealed record KeyHold(long Since, long At, int Needed, int Share, int Verifiers);
