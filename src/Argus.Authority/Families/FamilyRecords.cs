using Argus.Authority.Views;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Families;

/// <summary>What the log holds of families, for operators and auditors.</summary>
public sealed class FamilyRecords(FamilyGrains families, LabelledStreams streams, IEventLog log, TimeProvider clock)
{
    private static readonly string Prefix = FamilyState.StreamOf(default)[..^default(FamilyId).Value.Length];

    /// <summary>A page of families, those that began last first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="wanted">Which.</param>
    /// <param name="before">Where the page begins; null for the first one.</param>
    /// <param name="limit">How many at most.</param>
    /// <exception cref="LogUnavailableException"/>
    public ValueTask<LabelledPage<FamilyRecord>> ListAsync(TenantView tenant, FamilyFilter wanted, long? before, int limit)
    {
        var label = wanted.Subject is { } subject ? FamilyLabels.Of(subject) : wanted.Client is { } client ? FamilyLabels.Of(client) : FamilyLabels.All;
        return streams.PageAsync(tenant.Id, label, before, limit, async stream =>
        {
            var id = FamilyId.TryParse(stream[Prefix.Length..], out var family) ? family : throw new UnreadableEventException($"Stream {stream} bears the label of a family.");
            var state = await families.ReadAsync(tenant.Id, id).ConfigureAwait(false);
            return wanted.Wants(state) ? Record(tenant, id, state, []) : null;
        });
    }

    /// <summary>A family with its whole stream.</summary>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<FamilyRecord?> FindAsync(TenantView tenant, FamilyId family)
    {
        var entries = await log.ReadStreamAsync(tenant.Id.Value, FamilyState.StreamOf(family), CancellationToken.None).ConfigureAwait(false);
        if (entries.Count == 0)
            return null;
        var state = FamilyState.Initial;
        foreach (var recorded in entries.Select(entry => EventCodec.Decode(entry.Bytes.Span)))
            state = FamilyState.Evolve(state, (IFamilyEvent)recorded.Event, recorded.Time, recorded.Position);
        return Record(tenant, family, state, entries);
    }

    private FamilyRecord Record(TenantView tenant, FamilyId id, FamilyState state, IReadOnlyList<LogEntry> entries)
    {
        var revoked = state.Status == FamilyStatus.Revoked ? state.RevocationReason : FamilyStanding.Revoked(tenant, state);
        return new FamilyRecord(id, state, revoked, revoked is null && IsOver(tenant, state), entries);
    }

    private bool IsOver(TenantView tenant, FamilyState state)
    {
        var now = clock.GetUtcNow();
        return state.Status switch
        {
            FamilyStatus.Requested => now.ToUnixTimeSeconds() >= state.Device!.Exp,
            FamilyStatus.Authorized => now.ToUnixTimeSeconds() >= (state.Grant!.Code?.Exp ?? state.Device!.Exp),
            FamilyStatus.Opened => now.ToUnixTimeSeconds() >= state.Exp
                || now - state.RotatedAt >= FamilyStanding.Terms(tenant, tenant.Client(state.Grant!.ClientId)).IdleLifetime,
            _ => false,
        };
    }
}

/// <summary>Which families are wanted. What is null does not matter.</summary>
/// <param name="Subject">Whose.</param>
/// <param name="Client">Which client's.</param>
/// <param name="Unopened">Also those that never had a token.</param>
public sealed record FamilyFilter(SubjectId? Subject, ClientId? Client, bool Unopened)
{
    internal bool Wants(FamilyState family) =>
        (Unopened || family.OpenedAt != default)
        && (Subject is null || family.Grant?.Subject == Subject)
        && (Client is null || (family.Grant?.ClientId ?? family.Device?.ClientId) == Client);
}

/// <summary>A family as the log has it, in the light of now.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">Its own state.</param>
/// <param name="Revoked">Why it is dead, by its own stream or by a revocation of wider reach; null if it is not.</param>
/// <param name="IsExpired">Whether its time is over.</param>
/// <param name="Entries">Its stream, if that was asked for.</param>
public sealed record FamilyRecord(FamilyId Id, FamilyState State, string? Revoked, bool IsExpired, IReadOnlyList<LogEntry> Entries);
