using System.Diagnostics.Metrics;

namespace Argus.Authority.Checkpoints;

/// <summary>What alarms are set on. No label comes from a request.</summary>
public sealed class CheckpointMeter : IDisposable
{
    public const string Name = "Argus.Checkpoints";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _signed;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _witnessed;

    public CheckpointMeter()
    {
        _signed = _meter.CreateCounter<long>("argus.checkpoints.signed", description: "Checkpoints that this node signed.");
        _refused = _meter.CreateCounter<long>("argus.checkpoints.refused", description: "Heads that this node looked at and did not sign, by reason.");
        _witnessed = _meter.CreateCounter<long>("argus.checkpoints.witnessed", description: "Answers of witnesses, by outcome.");
    }

    public void Made() => _signed.Add(1);

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Witnessed(string outcome) => _witnessed.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
