using Argus.Domain.Keys;

namespace Argus.Server.Admin.Keys;

/// <summary>A signing key, as the Admin API shows it.</summary>
internal sealed record KeyResource
{
    /// <summary>RFC 7638 thumbprint.</summary>
    public required string Kid { get; init; }

    public required KeyStatus State { get; init; }

    public required int Bits { get; init; }

    /// <summary>The custody provider that has, or had, the private half.</summary>
    public required string Custody { get; init; }

    /// <summary>Whether it was made elsewhere.</summary>
    public required bool Imported { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When it is to sign, or since when it has.</summary>
    public DateTimeOffset? ActivatesAt { get; init; }

    /// <summary>What it waits for although its turn has come, if it does.</summary>
    public HoldResource? Held { get; init; }

    public DateTimeOffset? DeactivatedAt { get; init; }

    /// <summary>When it leaves the JWKS.</summary>
    public DateTimeOffset? VerifyUntil { get; init; }

    public DateTimeOffset? RetiredAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? CompromisedSince { get; init; }

    public string? RevocationReason { get; init; }

    /// <summary>When the destruction of the private half was put on record.</summary>
    public DateTimeOffset? PrivateKeyDestroyedAt { get; init; }

    public static KeyResource Of(SigningKeyState key) => new()
    {
        Kid = key.Kid.Value,
        State = key.Status,
        Bits = key.Bits,
        Custody = key.Custody,
        Imported = key.Imported,
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(key.CreatedAt),
        PublishedAt = Rfc3339.Of(key.PublishedAt),
        ActivatesAt = Rfc3339.Of(key.ActivatesAt),
        Held = HoldResource.Of(key.Held),
        DeactivatedAt = Rfc3339.Of(key.DeactivatedAt),
        VerifyUntil = Rfc3339.Of(key.VerifyUntil),
        RetiredAt = Rfc3339.Of(key.RetiredAt),
        RevokedAt = Rfc3339.Of(key.RevokedAt),
        CompromisedSince = Rfc3339.Of(key.CompromisedSince),
        RevocationReason = key.RevocationReason,
        PrivateKeyDestroyedAt = Rfc3339.Of(key.DestroyedAt),
    };
}

/// <summary>A tenant's key ring, oldest key first.</summary>
/// <param name="Items">All keys, also those that are in the archive only.</param>
/// <param name="Next">Always null: a ring is one page.</param>
/// <param name="Warning">What an operation that was forced breaks, and until when.</param>
internal sealed record KeyRingResource(IReadOnlyList<KeyResource> Items, string? Next, string? Warning)
{
    public static KeyRingResource Of(KeyRingState ring, string? warning = null) => new([.. ring.Keys.Select(KeyResource.Of)], null, warning);
}

/// <summary>A key's activation that waits for verifiers to see it.</summary>
/// <param name="Since">Since when.</param>
/// <param name="CountedAt">Of what time the numbers are.</param>
/// <param name="Needed">Percent of the verifiers that must have seen it.</param>
/// <param name="Share">Percent that have.</param>
/// <param name="Verifiers">How many verifiers count.</param>
internal sealed record HoldResource(DateTimeOffset Since, DateTimeOffset CountedAt, int Needed, int Share, int Verifiers)
{
    public static HoldResource? Of(KeyHold? hold) => hold is null ? null : new(
        DateTimeOffset.FromUnixTimeSeconds(hold.Since), DateTimeOffset.FromUnixTimeSeconds(hold.At), hold.Needed, hold.Share, hold.Verifiers);
}
