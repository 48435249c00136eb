using Argus.Authority.Grains;
using Argus.Authority.Keys;
using Argus.Domain.Audit;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Authority.Checkpoints;

/// <summary>
/// Makes proofs (docs/audit-log-format.md, "Proofs"). That one was made is an event of the log. None is given out that does not lead to its checkpoint: where
/// the store was changed by hand, that is said instead.
/// </summary>
public sealed class LogProofs(IEventLog log, CheckpointArchive checkpoints, Aggregates aggregates, TimeProvider clock)
{
    /// <summary>That the entry at a position is in the log.</summary>
    /// <param name="tenant">Whose log.</param>
    /// <param name="position">Which entry.</param>
    /// <param name="size">Of the checkpoint; null for any that covers the entry.</param>
    /// <param name="origin">Who asks; null if that is on record already.</param>
    /// <exception cref="LogUnavailableException"/>
    /// <exception cref="KeyUnavailableException"/>
    public async ValueTask<ProofOutcome<InclusionProof>> OfEntryAsync(TenantId tenant, long position, long? size, Origin? origin)
    {
        if (await EntryAtAsync(tenant, position).ConfigureAwait(false) is not { } entry)
            return new Refusal("position_unknown", $"The log has no entry at {position}");
        return await OfEntryAsync(tenant, entry, null, size, origin).ConfigureAwait(false);
    }

    /// <summary>That the entry that issued a token is in the log.</summary>
    /// <inheritdoc cref="OfEntryAsync(TenantId, long, long?, Origin?)"/>
    /// <param name="jti">The token.</param>
    public async ValueTask<ProofOutcome<InclusionProof>> OfTokenAsync(TenantId tenant, Jti jti, long? size, Origin? origin)
    {
        var stream = jti.Family is { } family ? FamilyState.StreamOf(family) : TokenState.StreamOf(jti);
        var entries = await log.ReadStreamAsync(tenant.Value, stream, jti.Version, CancellationToken.None).ConfigureAwait(false);
        if (entries is not [var entry, ..] || Entries.IssuedBy(EventCodec.Decode(entry.Bytes.Span).Event)?.Jti != jti)
            return new Refusal("token_unknown", $"The log has no issuance of {jti}");
        return await OfEntryAsync(tenant, entry, jti, size, origin).ConfigureAwait(false);
    }

    /// <summary>That the log of one size is the beginning of that under a checkpoint.</summary>
    /// <param name="tenant">Whose log.</param>
    /// <param name="first">Any size.</param>
    /// <param name="second">Of a checkpoint, and not smaller; null for the latest.</param>
    /// <param name="origin">Who asks.</param>
    /// <exception cref="LogUnavailableException"/>
    /// <exception cref="KeyUnavailableException"/>
    public async ValueTask<ProofOutcome<ConsistencyProof>> OfGrowthAsync(TenantId tenant, long first, long? second, Origin origin)
    {
        var (checkpoint, refusal) = await checkpoints.CoveringAsync(tenant, Math.Max(first, 1) - 1, second).ConfigureAwait(false);
        if (checkpoint is null)
            return refusal!;
        var proof = await Tree(tenant).ConsistencyAsync(first, checkpoint.Checkpoint.Size, CancellationToken.None).ConfigureAwait(false);
        await RecordAsync(tenant, new ProofMade(first, null, null, checkpoint.Checkpoint.Size), origin).ConfigureAwait(false);
        return new ConsistencyProof(first, proof, checkpoint);
    }

    private async ValueTask<ProofOutcome<InclusionProof>> OfEntryAsync(TenantId tenant, LogEntry entry, Jti? jti, long? size, Origin? origin)
    {
        var (checkpoint, refusal) = await checkpoints.CoveringAsync(tenant, entry.Position, size).ConfigureAwait(false);
        if (checkpoint is null)
            return refusal!;
        var (covered, root) = (checkpoint.Checkpoint.Size, checkpoint.Checkpoint.RootHash);
        var inclusion = await Tree(tenant).InclusionAsync(entry.Position, covered, CancellationToken.None).ConfigureAwait(false);
        if (!Leads(entry, covered, inclusion, root))
            return new Refusal("entry_changed", $"The entry at {entry.Position} is not the one that is under the checkpoint of {covered} entries");
        if (origin is not null)
            await RecordAsync(tenant, new ProofMade(null, jti, entry.Position, covered), origin).ConfigureAwait(false);
        return new InclusionProof(jti, entry, inclusion, checkpoint);
    }

    private static bool Leads(LogEntry entry, long size, IReadOnlyList<byte[]> inclusion, ReadOnlyMemory<byte> root)
    {
        Span<byte> leaf = stackalloc byte[MerkleHash.Size];
        MerkleHash.Leaf(entry.Bytes.Span, leaf);
        return MerkleProof.VerifyInclusion(leaf, entry.Position, size, inclusion, root.Span);
    }

    private TreeReader Tree(TenantId tenant) => new(new RememberedTiles(log.Tiles(tenant.Value)));

    private async ValueTask<LogEntry?> EntryAtAsync(TenantId tenant, long position)
    {
        await foreach (var entry in log.ReadAsync(tenant.Value, position, position + 1, CancellationToken.None).ConfigureAwait(false))
            return entry;
        return null;
    }

    private async ValueTask RecordAsync(TenantId tenant, ProofMade made, Origin origin)
    {
        var id = Jti.From(Guid.CreateVersion7(clock.GetUtcNow())).Value;
        await aggregates.RecordAsync(tenant, $"audit:{id}", made, origin).ConfigureAwait(false);
    }
}

/// <summary>A proof, or why there is none.</summary>
public readonly record struct ProofOutcome<T>(T? Proof, Refusal? Refusal)
    where T : class
{
    public static implicit operator ProofOutcome<T>(T proof) => new(proof, null);

    public static implicit operator ProofOutcome<T>(Refusal refusal) => new(null, refusal);
}

/// <summary>That an entry is in the log.</summary>
/// <param name="Jti">The token that was asked for, if one was.</param>
/// <param name="Entry">As it stands there.</param>
/// <param name="Inclusion">Lowest first (RFC 6962 §2.1.1).</param>
/// <param name="Checkpoint">That covers it.</param>
public sealed record InclusionProof(Jti? Jti, LogEntry Entry, IReadOnlyList<byte[]> Inclusion, KnownCheckpoint Checkpoint);

/// <summary>That the log has only grown.</summary>
/// <param name="First">The smaller size.</param>
/// <param name="Proof">RFC 6962 §2.1.2.</param>
/// <param name="Checkpoint">Of the larger size.</param>
public sealed record ConsistencyProof(long First, IReadOnlyList<byte[]> Proof, KnownCheckpoint Checkpoint);
