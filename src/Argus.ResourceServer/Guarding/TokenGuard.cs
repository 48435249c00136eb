using System.Buffers;
using System.Text;
using Argus.Jose;
using Argus.ResourceServer.Authorization;
using Argus.ResourceServer.Bindings;
using Argus.ResourceServer.Revocation;
using Argus.ResourceServer.Validation;
using Microsoft.AspNetCore.Http;

namespace Argus.ResourceServer.Guarding;

/// <summary>
/// All that a request must pass, in order: the token by itself, its audience, whether it was used or revoked, who presents it, what it is allowed. Everything but
/// the signature is looked at for every request.
/// </summary>
/// <param name="verifier">Of tokens by themselves.</param>
/// <param name="bindings">Of tokens to keys.</param>
/// <param name="used">Tokens that were used; null where they may be used again.</param>
/// <param name="clockTolerance">For how long after its expiry a token is remembered as used.</param>
internal sealed class TokenGuard(TokenVerifier verifier, TokenBindings bindings, UsedOnce? used, TimeSpan clockTolerance)
{
    /// <summary>Judges a request; and where a key is not known, looks once more if it is time to.</summary>
    public async ValueTask<Verdict> JudgeAsync(PresentedToken presented, OperationDemand demand, HttpContext? request, CancellationToken stop)
    {
        var verdict = Judge(presented, demand, request);
        if (verdict is { UnknownKid: { } kid, Issuer: { } issuer } && await issuer.Keys.LookAgainAsync(kid, stop).ConfigureAwait(false))
            verdict = Judge(presented, demand, request);
        return verdict;
    }

    /// <summary>Judges by what is known now.</summary>
    public Verdict Judge(PresentedToken presented, OperationDemand demand, HttpContext? request)
    {
        if (presented.Text.Length > JwtValidator.MaxTokenLength) return new Verdict(ReasonCode.TokenInvalid);

        var rented = ArrayPool<byte>.Shared.Rent(presented.Text.Length);
        try
        {
            // A character that is no ASCII ends it: the validator would only see what it is replaced by.
            return Encoding.ASCII.TryGetBytes(presented.Text.Span, rented, out var length) && Ascii.IsValid(presented.Text.Span)
                ? Judge(verifier.Verify(rented.AsSpan(0, length)), presented, demand, request)
                : new Verdict(ReasonCode.TokenInvalid);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private Verdict Judge(in Verification verified, PresentedToken presented, OperationDemand demand, HttpContext? request)
    {
        var verdict = new Verdict(verified.Reason, verified.Token, verified.Issuer, verified.UnknownKid);
        if (verified is not { Reason: ReasonCode.Accepted, Token: { } token, Issuer: { } issuer }) return verdict;
        if (!demand.AdmitsAudience(token)) return verdict with { Reason = ReasonCode.AudienceMismatch };
        if (used?.Contains(token.Issuer, token.JwtId) == true) return verdict with { Reason = ReasonCode.TokenReplayed };

        var revocation = issuer.Revocations.Ask(token);
        if (revocation != RevocationAnswer.NotRevoked)
            return verdict with { Reason = revocation == RevocationAnswer.Revoked ? ReasonCode.TokenRevoked : ReasonCode.RevocationUnavailable };

        return Judge(verdict, token, bindings.Check(request, token, presented), demand);
    }

    private Verdict Judge(Verdict verdict, AccessToken token, ProofAnswer proof, OperationDemand demand)
    {
        if (proof != ProofAnswer.Proven)
            return verdict with { Proof = proof, Reason = proof == ProofAnswer.Unknown ? ReasonCode.SingleUseUnavailable : ReasonCode.BindingMismatch };
        if (!demand.AdmitsCaller(token)) return verdict with { Reason = ReasonCode.CallerNotAllowed };
        if (!demand.AdmitsScopes(token)) return verdict with { Reason = ReasonCode.InsufficientScope };

        // Taken at the very end: who is refused for another reason has not used it.
        return used?.Take(token.Issuer, token.JwtId, DateTimeOffset.FromUnixTimeSeconds(token.ExpiresAt) + clockTolerance) switch
        {
            UsedOnce.Answer.Again => verdict with { Reason = ReasonCode.TokenReplayed },
            UsedOnce.Answer.Full => verdict with { Reason = ReasonCode.SingleUseUnavailable },
            _ => verdict,
        };
    }
}
