using Argus.Authority.Federation;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Verification;

/// <summary>
/// Judges a token that is to be the tenant's own or one of its peer's. For resource servers only: what a peer says of somebody's name, or of scopes, means nothing
/// to the Admin API, to <c>userinfo</c> and to whatever else takes the tenant's own tokens.
/// </summary>
public sealed class TrustedTokenJudge(TokenJudge own, PeerTokens peers)
{
    /// <param name="tenant">Whose token it should be, or whose peer's.</param>
    /// <param name="compact">ASCII of the token, as it came.</param>
    /// <param name="origin">Who presents it, should that be an alarm.</param>
    /// <exception cref="LogUnavailableException">The log does not answer: nobody knows.</exception>
    public async ValueTask<Judgement> JudgeAsync(TenantView tenant, ReadOnlyMemory<byte> compact, Origin origin)
    {
        var judgement = await own.JudgeAsync(tenant, compact, origin).ConfigureAwait(false);
        if (judgement.Outcome != ForeignIssuer || PeerTokens.PeerOf(tenant, compact.Span) is null)
            return judgement;

        // The log does not know it: the peer's signature, the bounds of the trust, and that the peer is trusted now, are all there is to judge by.
        var verdict = await peers.VerifyAsync(tenant, compact, PeerTokenUse.AccessToken).ConfigureAwait(false);
        return verdict.Token is { } token
            ? new Judgement(Judgement.Active, token.Verified) { Peers = token }
            : new Judgement($"peer:{verdict.Outcome}", null);
    }

    private static string ForeignIssuer { get; } = $"refused:{TokenFault.WrongIssuer}";
}
