using Argus.Authority.Issuance;
using Argus.Authority.Views;
using Argus.Domain.Families;
using Argus.Log;

namespace Argus.Authority.Families;

/// <summary>What a turn answers when it is over: then its event is durable, and the tokens may be signed.</summary>
public sealed class FamilyAnswers(IssuedTokens issuedTokens, FeedFollower views)
{
    /// <exception cref="LogUnavailableException">What the turn revoked does not show in this node's view yet.</exception>
    /// <exception cref="Keys.KeyUnavailableException">The key's provider gave no signature.</exception>
    internal async ValueTask<TokenAnswer> AfterAsync(TenantView tenant, FamilyTurn<PendingAnswer> turn)
    {
        await views.ReachAsync(turn.Appended?.Feed).ConfigureAwait(false);
        var (refusal, tokens, refreshToken, issuance) = turn.Result;
        if (refusal is not null)
            return TokenAnswer.Refused(refusal);

        var (key, access, token, identity, _) = tokens!;
        issuedTokens.Add(tenant.Id, token.Jti, IssuedTokens.Issuance.Of(issuance!, turn.Appended!.CommitTime));
        var signed = await key.SignAsync(access).ConfigureAwait(false);
        return new TokenAnswer(null, signed, (int)(token.Exp - token.Iat), token.Scope)
        {
            IdToken = identity is null ? default : await key.SignAsync(identity).ConfigureAwait(false),
            RefreshToken = refreshToken?.Text,
            Confirmation = token.Cnf,
        };
    }
}

/// <summary>An answer that waits for its event to be durable.</summary>
/// <param name="Refusal">Why there are no tokens.</param>
/// <param name="Tokens">What to sign.</param>
/// <param name="RefreshToken">What goes with them.</param>
/// <param name="Issuance">The event.</param>
internal sealed record PendingAnswer(OAuthRefusal? Refusal, UnsignedTokens? Tokens = null, GrantToken? RefreshToken = null, IFamilyIssuance? Issuance = null)
{
    public static FamilyStep<PendingAnswer> Refuse(OAuthRefusal refusal) => new(new PendingAnswer(refusal), []);

    public static FamilyStep<PendingAnswer> Issue(UnsignedTokens tokens, GrantToken? refreshToken, IFamilyIssuance issuance, BesideWrite? beside = null) =>
        new(new PendingAnswer(null, tokens, refreshToken, issuance), [issuance], beside);
}
