using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.Domain.Verifiers;

namespace Argus.Domain.Projections;

/// <summary>Which streams bear which labels, as a digest that grows with the log.</summary>
internal sealed class FoldedLabels : IDisposable
{
    private readonly Dictionary<string, VerifierState> _verifiers = new(StringComparer.Ordinal);
    private readonly LabelsDigest _digest = new();

    /// <summary>Up to and with the last entry that was added.</summary>
    public string Digest() => _digest.Current();

    public void Add(RecordedEvent recorded)
    {
        var labels = LabelsOf(recorded);
        if (labels.Count > 0)
            _digest.Add(labels, recorded.Position, recorded.Stream);
    }

    public void Dispose() => _digest.Dispose();

    private IReadOnlyList<string> LabelsOf(RecordedEvent recorded) => recorded.Event switch
    {
        IFamilyEvent @event => FamilyLabels.Of(@event),
        ISessionEvent @event => SessionLabels.Of(@event),
        IVerifierEvent @event => LabelsOf(recorded.Stream, @event),
        _ => [],
    };

    /// <summary>A verifier's depend on what it was before.</summary>
    private IReadOnlyList<string> LabelsOf(string stream, IVerifierEvent @event)
    {
        var before = _verifiers.GetValueOrDefault(stream, VerifierState.Initial);
        _verifiers[stream] = VerifierState.Evolve(before, @event);
        return VerifierLabels.Of(stream, before, @event);
    }
}
