using Argus.Domain.Audit;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Projections;
using Argus.Domain.Tokens;

namespace Argus.Domain.Replays;

/// <summary>
/// Folds a tenant's log again, entry by entry, and tells what in it no honest authority can have written. It knows the log only: no clock, no database, no key. What it remembers is
/// bounded by what is alive at one time, not by the log's length.
/// </summary>
public sealed class LogReplay : IDisposable
{
    private readonly string _tenant;
    private readonly StreamChecks _streams;
    private readonly FamilyChecks _families;
    private readonly IssuanceChecks _issuances;
    private readonly LifeChecks _lives;

    public LogReplay(string tenant)
    {
        _tenant = tenant;
        var (found, keys, standing) = (new Contradictions(Findings, Late), new KeyChecks(Findings, Late), new Standing());
        _streams = new StreamChecks(Findings);
        var lineage = new LineageChecks(found, Projections, standing, _streams);
        _issuances = new IssuanceChecks(found, keys, standing, new RightChecks(found, Projections, standing), lineage);
        _families = new FamilyChecks(Findings, _streams, _issuances);
        lineage.Families = _families.Find;
        _lives = new LifeChecks(Findings, Projections, keys, standing);
    }

    /// <summary>What no honest history has.</summary>
    public Findings Findings { get; } = new();

    /// <summary>Issuances that came shortly after what forbids them. They can be honest (<see cref="ReplayBounds.Allowance"/>).</summary>
    public LateEntries Late { get; } = new();

    /// <summary>The projections up to the last entry.</summary>
    public TenantProjections Projections { get; } = new();

    /// <summary>Entries taken; the position that the next one must have.</summary>
    public long Entries { get; private set; }

    /// <summary>When the last entry was committed.</summary>
    public DateTimeOffset Time { get; private set; }

    /// <summary>Access tokens that were issued.</summary>
    public long Tokens { get; private set; }

    /// <summary>What nodes themselves put on record as wrong: tokens that the tenant's keys signed and the log did not know, and heads that do not follow.</summary>
    public long Alarms { get; private set; }

    /// <summary>Whether there was an entry that cannot be read: what comes behind it means nothing any more.</summary>
    public bool IsStuck { get; private set; }

    /// <summary>Takes the next entry.</summary>
    /// <param name="entry">Its bytes.</param>
    public void Add(ReadOnlySpan<byte> entry)
    {
        if (IsStuck)
            return;
        try
        {
            Add(EventCodec.Decode(entry));
        }
        catch (UnreadableEventException e)
        {
            IsStuck = true;
            Findings.Add(FindingName.UnreadableEntry, Entries, e.Message);
        }
    }

    /// <summary>Takes the next entry, read already.</summary>
    /// <exception cref="UnreadableEventException">It does not belong into its stream.</exception>
    public void Add(RecordedEvent recorded)
    {
        CheckPlace(recorded);
        if (recorded.Event is TokenIssued token)
        {
            Tokens++;
            _streams.Issued(recorded, token);
            _issuances.Add(recorded, token);
        }
        else
        {
            AddOther(recorded);
        }

        Entries = recorded.Position + 1;
    }

    public void Dispose() => Projections.Dispose();

    private void AddOther(RecordedEvent recorded)
    {
        if (recorded.Event is IFamilyEvent familyEvent)
        {
            Tokens += familyEvent is IFamilyIssuance ? 1 : 0;
            _families.Add(recorded, familyEvent);
        }
        else
        {
            Alarms += recorded.Event is UnloggedTokenSeen or CheckpointRefused ? 1 : 0;
            _streams.Add(recorded);
        }

        _lives.Add(recorded);
        Projections.Add(recorded);
    }

    private void CheckPlace(RecordedEvent recorded)
    {
        if (recorded.Position != Entries)
            Findings.Add(FindingName.PositionGap, recorded.Position, $"stands where {Entries} should");
        if (recorded.Time < Time)
            Findings.Add(FindingName.TimeRunsBack, recorded.Position, $"the entry before is of {Time:O}, this one of {recorded.Time:O}");
        if (recorded.Tenant != _tenant)
            Findings.Add(FindingName.OtherTenant, recorded.Position, $"an entry of tenant {recorded.Tenant} in the log of {_tenant}");
        Time = recorded.Time;
    }
}
