using Argus.Authority.PersonalData;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Verification;

/// <summary>
/// Tells what is known of a user now, to who shows an access token of theirs (OpenID Connect Core §5.3). The token is judged as at introspection, and the
/// question is recorded as one, with the token's own client as the one who asks.
/// </summary>
public sealed class UserInfo(TokenJudge judge, UserPeople people, FeedFollower views, AuditRecorder recorder)
{
    /// <param name="tenant">Whose user.</param>
    /// <param name="compact">ASCII of the token, as it came.</param>
    /// <param name="possession">What is wrong with how it is shown; null if whoever does so holds the key that it is bound to, if it is to any.</param>
    /// <param name="origin">Who shows it.</param>
    /// <exception cref="LogUnavailableException">The view is stale, or the log does not answer: nobody knows.</exception>
    public async ValueTask<UserInfoAnswer> AskAsync(
        TenantView tenant, ReadOnlyMemory<byte> compact, Func<VerifiedToken, ValueTask<string?>> possession, Origin origin)
    {
        views.ThrowIfTooOldToAnswer();
        var judgement = await judge.JudgeAsync(tenant, compact, origin).ConfigureAwait(false);
        if (judgement.IsActive && await possession(judgement.Token!).ConfigureAwait(false) is { } fault)
            judgement = judgement with { Outcome = fault };
        var scope = NameSet.Of(judgement.Token?.Scope?.Split(' ') ?? []);
        if (judgement.IsActive && !IsOfUser(judgement.Token!, scope))
            judgement = judgement with { Outcome = "insufficient_scope" };

        await RecordAsync(tenant, judgement, origin).ConfigureAwait(false);
        var user = judgement.IsActive && SubjectId.TryParse(judgement.Token!.Subject, out var subject) ? tenant.Subject(subject) : null;
        var claims = user is null ? null : (await people.OpenAsync(tenant.Id, user).ConfigureAwait(false)).Claims;
        return new UserInfoAnswer(user, claims, scope, judgement.Outcome == "insufficient_scope");
    }

    private static bool IsOfUser(VerifiedToken token, NameSet scope) => scope.Contains(OidcScope.OpenId) && Jti.TryParse(token.JwtId, out var jti) && jti.Family is not null;

    /// <summary>What is no token of ours may name any client: it is counted as somebody who failed to authenticate.</summary>
    private async ValueTask RecordAsync(TenantView tenant, Judgement judgement, Origin origin)
    {
        if (judgement.Token is { } token && ClientId.TryParse(token.ClientId, out var client) && Jti.TryParse(token.JwtId, out _))
            await recorder.VerifiedAsync(tenant.Id, tenant.State.Policy, client, judgement.Outcome, token.JwtId).ConfigureAwait(false);
        else
            recorder.AuthenticationRefused(tenant.Id, null, "userinfo_token", origin.Source);
    }
}

/// <summary>What a token opens.</summary>
/// <param name="User">Null if it opens nothing.</param>
/// <param name="Claims">What is known about them.</param>
/// <param name="Scope">Which of the claims.</param>
/// <param name="LacksScope">Whether the token is good, but not for this.</param>
public readonly record struct UserInfoAnswer(UserState? User, UserClaims? Claims, NameSet Scope, bool LacksScope);
