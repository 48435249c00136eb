using Argus.Log;

namespace Argus.Authority.Receipts;

/// <summary>By what verifiers are found: all of a tenant's, and one by its stream's own name, which leads to an entry that is not far back.</summary>
internal static class VerifierLabels
{
    public const string All = "verifiers";

    public static IReadOnlyList<StreamLabel> Of(string stream) => [new StreamLabel(stream, All), new StreamLabel(stream, stream)];
}
