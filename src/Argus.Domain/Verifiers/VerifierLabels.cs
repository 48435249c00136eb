namespace Argus.Domain.Verifiers;

/// <summary>By what verifiers are found: all of a tenant's, and one by its stream's own name, which leads to an entry that is not far back.</summary>
public static class VerifierLabels
{
    public const string All = "verifiers";

    /// <summary>The labels that follow from an event, by the state before it: every now and then a verifier is given its own anew.</summary>
    public static IReadOnlyList<string> Of(string stream, VerifierState before, IVerifierEvent @event) =>
        @event is ReceiptsRecorded recorded && before.IsLabelDue(recorded.At) ? [All, stream] : [];
}
