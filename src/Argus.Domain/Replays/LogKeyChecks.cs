using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;

namespace Argus.Domain.Replays;

/// <summary>Whether a log has one key at a time, under one name: a new one takes over from the one before in two entries, one behind the other.</summary>
internal sealed class LogKeyChecks(Findings findings)
{
    private long? _handover;

    /// <summary>Whether an event of a log's key can happen.</summary>
    /// <param name="recorded">The event.</param>
    /// <param name="event">The same.</param>
    /// <param name="before">The keys as they were before it.</param>
    public bool CanHappen(RecordedEvent recorded, ILogKeyEvent @event, LogKeySpans before)
    {
        if (@event is LogKeyRetired retired)
        {
            var isHandedOver = _handover == recorded.Position - 1 && before.Active?.Key.Kid != retired.Kid;
            _handover = null;
            return isHandedOver && before.Keys.Any(key => key.Key.Kid == retired.Kid && key.RetiredPosition is null);
        }

        if (@event is not LogKeyActivated activated)
            return false;
        if (before.Active is not null)
            _handover = recorded.Position;
        return before.Keys.All(key => key.Key.Kid != activated.Kid) && (before.Origin is not { } origin || origin == activated.Origin);
    }

    /// <summary>Any entry but a token's: the handover before it is complete, or never was.</summary>
    public void Pass(RecordedEvent recorded)
    {
        if (_handover is not { } begun || recorded.Position == begun || (recorded.Position == begun + 1 && recorded.Event is LogKeyRetired))
            return;
        findings.Add(FindingName.EventOutOfLife, begun, "a key of the log is activated, and the one before it goes on");
        _handover = null;
    }
}
