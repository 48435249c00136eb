using Argus.Domain.Families;
using Argus.Domain.Kernel;

namespace Argus.Domain.Replays;

/// <summary>Whether families live as families can. Each is known until it ends by its own time.</summary>
internal sealed class FamilyChecks(Findings findings, StreamChecks streams, IssuanceChecks issuances)
{
    private const int LeastToForget = 4_096;
    private const string Prefix = "family:";

    private readonly Dictionary<UInt128, FamilyLife> _families = [];
    private readonly FamilyGrants _grants = new();
    private int _forgetAt = LeastToForget;

    public FamilyLife? Find(FamilyId family) => _families.GetValueOrDefault(family.Bits);

    public void Add(RecordedEvent recorded, IFamilyEvent @event)
    {
        if (!recorded.Stream.StartsWith(Prefix, StringComparison.Ordinal) || !FamilyId.TryParse(recorded.Stream[Prefix.Length..], out var id))
        {
            findings.Add(FindingName.EventOutOfLife, recorded.Position, $"an event of a family stands in {recorded.Stream}");
            return;
        }

        var now = StreamChecks.Seconds(recorded.Time);
        if (!_families.TryGetValue(id.Bits, out var family))
        {
            if (IsForgotten(id, recorded, @event))
                return;
            Forget(now);
            _families[id.Bits] = family = new FamilyLife();
            streams.CheckName(recorded, id.Bits);
        }

        if (recorded.StreamVersion != family.Version)
            findings.Add(FindingName.StreamGap, recorded.Position, $"version {recorded.StreamVersion} of {recorded.Stream} stands where {family.Version} should");
        if (Fault(family, @event, now) is { } fault)
            findings.Add(fault, recorded.Position, $"{EventCatalog.NameOf(@event)} in {recorded.Stream}, which is {family.Status.ToString().ToLowerInvariant()} since {family.ChangedAt}");
        if (@event is IFamilyIssuance issuance)
            issuances.Add(recorded, issuance, id, family);
        Evolve(family, @event, recorded, now);
    }

    /// <summary>What cannot happen to a family as it is; null for what can.</summary>
    private static string? Fault(FamilyLife family, IFamilyEvent @event, uint now) => @event switch
    {
        FamilyDeviceRequested => OutOfLife(family.Status != FamilyStatus.None),
        FamilyAuthorized granted => OutOfLife(family.Status != (granted.Code is null ? FamilyStatus.Requested : FamilyStatus.None)),
        FamilyDenied => OutOfLife(family.Status != FamilyStatus.Requested),
        FamilyOpened when family.Status == FamilyStatus.Opened => FindingName.SecondUseOfCode,
        FamilyOpened or RefreshRotated or RefreshRetried when family.Status == FamilyStatus.Revoked => FindingName.RotationAfterRevocation,
        FamilyOpened when family.Status != FamilyStatus.Authorized => FindingName.EventOutOfLife,
        FamilyOpened => IsPast(family.Exp, now) ? FindingName.ExpiredCodeUsed : null,
        RefreshRotated or RefreshRetried or RefreshConfirmed when family.Status != FamilyStatus.Opened => FindingName.EventOutOfLife,
        RefreshRotated rotated when rotated.Generation != family.Generation + 1 => FindingName.TwoLiveRefreshTokens,
        RefreshRetried retried when retried.Generation != family.Generation || family.Generation == 0 => FindingName.TwoLiveRefreshTokens,
        RefreshRotated or RefreshRetried when IsPast(family.Exp, now) => FindingName.RotationAfterEnd,
        RefreshRetried => IsPast(family.ChangedAt + (uint)ReplayBounds.LongestRetryWindow, now) ? FindingName.RetryAfterWindow : null,
        RefreshConfirmed confirmed => OutOfLife(confirmed.Generation != family.Generation || family.Generation == 0 || family.Confirmed),
        RefreshRejected or RefreshBindingMismatched => OutOfLife(family.Status == FamilyStatus.None || family.Rejections >= FamilyDecider.MostRejections),
        FamilyRevoked => OutOfLife(family.Status is FamilyStatus.None or FamilyStatus.Revoked or FamilyStatus.Denied),
        _ => null,
    };

    private static string? OutOfLife(bool isOutOfLife) => isOutOfLife ? FindingName.EventOutOfLife : null;

    private static bool IsPast(uint end, uint now) => now > end + ReplayBounds.Allowance.TotalSeconds;

    private void Evolve(FamilyLife family, IFamilyEvent @event, RecordedEvent recorded, uint now)
    {
        family.Version = (int)Math.Min(recorded.StreamVersion + 1, int.MaxValue);
        switch (@event)
        {
            case FamilyDeviceRequested requested:
                (family.Status, family.Client, family.Exp) = (FamilyStatus.Requested, requested.ClientId, Seconds(requested.Exp));
                break;
            case FamilyAuthorized granted:
                (family.Status, family.Client, family.Subject, family.Since) = (FamilyStatus.Authorized, granted.ClientId, granted.Subject.Bits, recorded.Position);
                family.Exp = granted.Code is { } code ? Seconds(code.Exp) : family.Exp;
                family.Grant = _grants.Of(granted.Resources, granted.Scope);
                break;
            case FamilyDenied:
                family.Status = FamilyStatus.Denied;
                break;
            case FamilyOpened opened:
                (family.Status, family.Exp, family.ChangedAt) = (FamilyStatus.Opened, Seconds(opened.Exp), now);
                break;
            case RefreshRotated rotated:
                (family.Generation, family.ChangedAt, family.Confirmed) = (rotated.Generation, now, false);
                break;
            case RefreshConfirmed:
                family.Confirmed = true;
                break;
            case RefreshRejected or RefreshBindingMismatched:
                family.Rejections++;
                break;
            case FamilyRevoked:
                (family.Status, family.ChangedAt) = (FamilyStatus.Revoked, now);
                break;
        }
    }

    /// <summary>Somebody tries an old token, or ends for good what has ended by itself.</summary>
    private static bool IsForgotten(FamilyId id, RecordedEvent recorded, IFamilyEvent @event) =>
        @event is RefreshRejected or RefreshBindingMismatched or FamilyRevoked
        && recorded.StreamVersion > 0
        && (long)(ulong)(id.Bits >> 80) / 1000 + ReplayBounds.Remembrance < recorded.Time.ToUnixTimeSeconds();

    private void Forget(uint now)
    {
        if (_families.Count < _forgetAt)
            return;
        foreach (var (id, family) in _families)
        {
            if (family.RememberUntil < now)
                _families.Remove(id);
        }

        _forgetAt = Math.Max(LeastToForget, 2 * _families.Count);
    }

    private static uint Seconds(long time) => (uint)Math.Clamp(time, 1, uint.MaxValue - ReplayBounds.Remembrance);
}
