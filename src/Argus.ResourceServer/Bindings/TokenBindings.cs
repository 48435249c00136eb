using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Argus.ResourceServer.Bindings;

/// <summary>Whether a token may be used as it was presented.</summary>
/// <param name="checkers">One for each method.</param>
/// <param name="requireConfirmation">Whether a token must be bound at all.</param>
internal sealed class TokenBindings(IEnumerable<IProofChecker> checkers, bool requireConfirmation)
{
    private readonly FrozenDictionary<string, IProofChecker> _checkers = checkers.ToFrozenDictionary(checker => checker.Method, StringComparer.Ordinal);

    /// <param name="request">Null where nobody asks by HTTP: then no bound token is good.</param>
    /// <param name="token">The token.</param>
    /// <param name="presented">How it was presented.</param>
    public ProofAnswer Check(HttpContext? request, AccessToken token, PresentedToken presented)
    {
        // RFC 9449 §7.1: a token under DPoP must be bound to a DPoP key.
        if (token.Confirmation is not { } confirmation) return requireConfirmation || presented.IsDpop ? ProofAnswer.Mismatch : ProofAnswer.Proven;
        return request is not null && _checkers.TryGetValue(confirmation.Method, out var checker) ? checker.Check(request, token, presented) : ProofAnswer.Mismatch;
    }
}
