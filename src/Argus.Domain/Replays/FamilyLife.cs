using Argus.Domain.Families;
using Argus.Domain.Kernel;

namespace Argus.Domain.Replays;

/// <summary>A family as far as it must be known to tell what cannot happen to it: about a hundred bytes, however long its life.</summary>
internal sealed class FamilyLife
{
    /// <summary>The position of <c>family.authorized</c>.</summary>
    public long Since { get; set; }

    public UInt128 Subject { get; set; }

    public ClientId Client { get; set; }

    /// <summary>Null before the user allowed anything.</summary>
    public FamilyGrant? Grant { get; set; }

    public int Version { get; set; }

    public int Generation { get; set; }

    /// <summary>When its code, its device's question or it itself ends, whichever is next (seconds since 1970).</summary>
    public uint Exp { get; set; }

    /// <summary>When its live refresh token was made, or when it was revoked (seconds since 1970).</summary>
    public uint ChangedAt { get; set; }

    public FamilyStatus Status { get; set; }

    public byte Rejections { get; set; }

    public bool Confirmed { get; set; }

    /// <summary>After that nothing changes it any more but its end, and what is refused.</summary>
    public uint RememberUntil => Exp + ReplayBounds.Remembrance;
}
