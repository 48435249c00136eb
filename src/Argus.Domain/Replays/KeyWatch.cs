using Argus.Domain.Kernel;
using Argus.Domain.Keys;

namespace Argus.Domain.Replays;

/// <summary>What was signed under one key.</summary>
internal sealed class KeyWatch
{
    public KeyStatus Status { get; set; } = KeyStatus.Pending;

    /// <summary>When its activation, deactivation or revocation was committed.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The expiry of the token that lives longest, and which entry issued it.</summary>
    public (long Exp, long Position) Longest { get; set; }

    public long? VerifyUntil { get; set; }
}

/// <summary>Whether the keys of a ring are used as keys can be: one at a time, and not longer than they are shown.</summary>
internal sealed class KeyChecks(Findings findings, LateEntries late)
{
    private readonly Dictionary<Kid, KeyWatch> _keys = [];
    private (Kid Kid, KeyWatch Watch)? _latest;

    /// <summary>An event of the ring, with the ring as it was before.</summary>
    public void Add(RecordedEvent recorded, IKeyRingEvent @event, KeyRingState before)
    {
        if (!CanHappen(@event, before))
            findings.Add(FindingName.EventOutOfLife, recorded.Position, $"{EventCatalog.NameOf(@event)} does not follow in the life of its key");
        switch (@event)
        {
            case KeyGenerated or KeyImported:
                _keys[((IKeyEvent)@event).Kid] = new KeyWatch();
                break;
            case KeyActivated activated:
                if (before.Keys.Any(key => key.Status == KeyStatus.Active && key.Kid != activated.Kid))
                    findings.Add(FindingName.TwoActiveKeys, recorded.Position, $"{activated.Kid} is activated while {before.Active!.Kid} is active");
                Change(activated.Kid, KeyStatus.Active, recorded.Time);
                break;
            case KeyDeactivated deactivated:
                Deactivate(deactivated, recorded);
                break;
            case KeyRetired retired:
                if (_keys.GetValueOrDefault(retired.Kid) is { Status: KeyStatus.Retiring } watch && retired.At < watch.VerifyUntil)
                    findings.Add(FindingName.KeyRetiredEarly, recorded.Position, $"{retired.Kid} leaves the JWKS at {retired.At}, before {watch.VerifyUntil}");
                Change(retired.Kid, KeyStatus.Retired, recorded.Time);
                break;
            case KeyRevoked revoked:
                Change(revoked.Kid, KeyStatus.Revoked, recorded.Time);
                break;
        }
    }

    /// <summary>A token is signed.</summary>
    public void Sign(RecordedEvent recorded, Kid kid, long exp)
    {
        if (_latest is not { } latest || latest.Kid != kid)
        {
            if (!_keys.TryGetValue(kid, out var found))
            {
                findings.Add(FindingName.UnknownKey, recorded.Position, $"the ring has no key {kid}");
                return;
            }

            _latest = latest = (kid, found);
        }

        var watch = latest.Watch;
        if (exp > watch.Longest.Exp)
            watch.Longest = (exp, recorded.Position);
        if (watch.Status == KeyStatus.Active)
            return;
        if (watch.Status is KeyStatus.Pending || recorded.Time - watch.ChangedAt > ReplayBounds.Allowance)
            findings.Add(FindingName.IssuedUnderInactiveKey, recorded.Position, $"{kid} is {watch.Status.ToString().ToLowerInvariant()}");
        else
            late.Add(recorded.Position);
        if (exp > watch.VerifyUntil)
            findings.Add(FindingName.TokenOutlivesKey, recorded.Position, $"a token lives until {exp}, and {kid} is shown until {watch.VerifyUntil}");
    }

    private void Deactivate(KeyDeactivated deactivated, RecordedEvent recorded)
    {
        Change(deactivated.Kid, KeyStatus.Retiring, recorded.Time);
        if (_keys.GetValueOrDefault(deactivated.Kid) is not { } watch)
            return;
        watch.VerifyUntil = deactivated.VerifyUntil;
        if (watch.Longest.Exp > deactivated.VerifyUntil)
        {
            findings.Add(
                FindingName.TokenOutlivesKey, watch.Longest.Position, $"a token lives until {watch.Longest.Exp}, and {deactivated.Kid} is shown until {deactivated.VerifyUntil}");
        }
    }

    private void Change(Kid kid, KeyStatus status, DateTimeOffset time)
    {
        if (_keys.GetValueOrDefault(kid) is { } watch)
            (watch.Status, watch.ChangedAt) = (status, time);
    }

    private static bool CanHappen(IKeyRingEvent @event, KeyRingState before)
    {
        var key = @event is IKeyEvent about ? before.Find(about.Kid) : null;
        return @event switch
        {
            KeyGenerated or KeyImported => key is null,
            KeyPublished => key is { Status: KeyStatus.Pending },
            KeyScheduled or KeyActivationHeld or KeyHoldLapsed or KeyActivated => key is { Status: KeyStatus.Next },
            KeyDeactivated => key is { Status: KeyStatus.Active },
            PrivateKeyDestroyed => key is { IsSpent: true, DestroyedAt: null },
            KeyRetired => key is { Status: KeyStatus.Next or KeyStatus.Retiring },
            KeyRevoked => key is not null,
            KeyRotationRequested => !before.Keys.IsEmpty,
            _ => true,
        };
    }
}

/// <summary>Entries that contradict one before them, and so soon that whoever decided them may not have known.</summary>
public sealed class LateEntries
{
    private const int MostListed = 100;

    private readonly List<long> _positions = [];

    public long Count { get; private set; }

    /// <summary>The first ones.</summary>
    public IReadOnlyList<long> Positions => _positions;

    internal void Add(long position)
    {
        // One entry may be late in several ways, one after the other.
        if (_positions is [.., var last] && last == position)
            return;
        Count++;
        if (_positions.Count < MostListed)
            _positions.Add(position);
    }
}
