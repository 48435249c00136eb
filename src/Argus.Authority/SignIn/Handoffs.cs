using Argus.Authority.Grains;
using Argus.Authority.PersonalData;
using Argus.Authority.Views;
using Argus.Domain.Handoffs;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Log;

namespace Argus.Authority.SignIn;

/// <summary>
/// Sign-ins at a host application that has a login of its own. The browser takes a challenge there; the application answers it to Argus itself, and sends the
/// browser back with a verifier. Neither is good without the log, and the verifier only in the browser that began.
/// </summary>
public sealed class Handoffs(Aggregates aggregates, PersonalKeys keys, TimeProvider clock)
{
    /// <summary>Seconds from the beginning to the return.</summary>
    public const int Lifetime = 600;

    /// <summary>Characters of <see cref="SignInDemand.ReturnTo"/>.</summary>
    public const int LongestReturn = 8 * 1024;

    private const string HintMember = "login_hint";
    private const string ReturnMember = "return_to";

    /// <param name="tenant">Whose user.</param>
    /// <param name="demand">What is asked.</param>
    /// <param name="browser">The secret that only this browser has.</param>
    /// <param name="origin">Of the request.</param>
    /// <returns>The challenge.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask<HandoffSecret> BeginAsync(TenantView tenant, SignInDemand demand, string browser, Origin origin)
    {
        var now = clock.GetUtcNow();
        var challenge = HandoffSecret.New(HandoffId.From(Guid.CreateVersion7(now)));
        var seal = await keys.OfUserOrTodayAsync(tenant.Id, HintedUser.Of(tenant, demand.LoginHint)).ConfigureAwait(false);
        var asked = new SignInHandedOff(
            TextDigest.Of(browser),
            demand.ClientId,
            challenge.Digest,
            now.ToUnixTimeSeconds() + Lifetime,
            demand.LoginHint is { } hint ? seal.Keep(HintMember, hint) : null,
            demand.Prompt,
            demand.Request,
            seal.Keep(ReturnMember, demand.ReturnTo),
            demand.Scope);
        await aggregates.Handoffs.ExecuteOnNewAsync(
            tenant.Id, HandoffState.StreamOf(challenge.Handoff), state => HandoffDecider.Begin(state, asked), origin, CancellationToken.None).ConfigureAwait(false);
        return challenge;
    }

    /// <summary>What the host application is asked.</summary>
    /// <param name="tenant">Whose user.</param>
    /// <param name="challenge">As it came.</param>
    /// <returns>What is asked; or why it is not, or no more.</returns>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<(OpenedHandoff? Asked, Refusal? Refusal)> FindAsync(TenantView tenant, string challenge)
    {
        var secret = HandoffSecret.Parse(challenge);
        var state = secret is null ? HandoffState.Initial : await aggregates.Handoffs.ReadAsync(tenant.Id, HandoffState.StreamOf(secret.Handoff)).ConfigureAwait(false);
        if (secret?.IsOf(state.Asked?.Digest) != true)
            state = HandoffState.Initial;
        var refusal = HandoffDecider.Unanswerable(state, clock.GetUtcNow());
        if (refusal is not null)
            return (null, refusal);
        return await OpenAsync(tenant, state.Asked!).ConfigureAwait(false) is { } asked ? (asked, null) : (null, HandoffDecider.Unanswerable(HandoffState.Initial, clock.GetUtcNow()));
    }

    /// <summary>The host application knows the user.</summary>
    /// <returns>The verifier; or why it cannot say so.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public ValueTask<(HandoffSecret? Verifier, Refusal? Refusal)> AcceptAsync(
        TenantView tenant, string challenge, SubjectId user, string acr, NameSet amr, Origin origin)
    {
        var now = clock.GetUtcNow();
        return AnswerAsync(
            tenant, challenge, (state, digest) => HandoffDecider.Accept(state, new HandoffAccepted(acr, amr, now.ToUnixTimeSeconds(), digest, user), now), origin);
    }

    /// <summary>The host application lets nobody in.</summary>
    /// <returns>The verifier; or why it cannot say so.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public ValueTask<(HandoffSecret? Verifier, Refusal? Refusal)> RejectAsync(TenantView tenant, string challenge, string reason, Origin origin) =>
        AnswerAsync(tenant, challenge, (state, digest) => HandoffDecider.Reject(state, new HandoffRejected(digest, reason), clock.GetUtcNow()), origin);

    /// <summary>The browser brings the answer. A wrong verifier, or another browser, changes nothing.</summary>
    /// <param name="tenant">Whose user; the caller has seen to it that the view is fresh enough.</param>
    /// <param name="verifier">As it came.</param>
    /// <param name="browser">The browser's secret, if it has one.</param>
    /// <param name="origin">Of the request.</param>
    /// <returns>What was asked, and the answer if it is that somebody signs in; or why it does not count.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask<(OpenedHandoff? Asked, HandoffAccepted? Accepted, Refusal? Refusal)> UseAsync(TenantView tenant, string? verifier, string? browser, Origin origin)
    {
        if (HandoffSecret.Parse(verifier) is not { } secret)
            return (null, null, Foreign);
        var answered = HandoffState.Initial;
        var outcome = await aggregates.Handoffs.ExecuteAsync(tenant.Id, HandoffState.StreamOf(secret.Handoff), Decide, origin, CancellationToken.None).ConfigureAwait(false);
        if (outcome.Refusal is { } refusal)
            return (null, null, refusal);
        return await OpenAsync(tenant, answered.Asked!).ConfigureAwait(false) is { } asked ? (asked, answered.Accepted, null) : (null, null, Foreign);

        Decision<IHandoffEvent> Decide(HandoffState state)
        {
            answered = state;
            var isBrowser = browser is not null && TextDigest.AreEqual(state.Asked?.Browser, TextDigest.Of(browser));
            return secret.IsOf(state.AnswerDigest) && isBrowser ? HandoffDecider.Use(state, clock.GetUtcNow()) : Foreign;
        }
    }

    /// <returns>Null if the user whom it is about was erased meanwhile.</returns>
    private async ValueTask<OpenedHandoff?> OpenAsync(TenantView tenant, SignInHandedOff asked)
    {
        var hint = asked.LoginHint is { } kept ? await keys.OpenAsync(tenant.Id, HintMember, kept).ConfigureAwait(false) : null;
        return await keys.OpenAsync(tenant.Id, ReturnMember, asked.ReturnTo).ConfigureAwait(false) is { } returnTo ? new OpenedHandoff(asked, hint, returnTo) : null;
    }

    private static Refusal Foreign => new("handoff_foreign", "There is no such answer for this browser");

    private async ValueTask<(HandoffSecret? Verifier, Refusal? Refusal)> AnswerAsync(
        TenantView tenant, string challenge, Func<HandoffState, string, Decision<IHandoffEvent>> decide, Origin origin)
    {
        if (HandoffSecret.Parse(challenge) is not { } secret)
            return (null, HandoffDecider.Unanswerable(HandoffState.Initial, clock.GetUtcNow()));
        var verifier = HandoffSecret.New(secret.Handoff);
        var outcome = await aggregates.Handoffs.ExecuteAsync(
            tenant.Id,
            HandoffState.StreamOf(secret.Handoff),
            state => decide(secret.IsOf(state.Asked?.Digest) ? state : HandoffState.Initial, verifier.Digest),
            origin,
            CancellationToken.None).ConfigureAwait(false);
        return outcome.Refusal is { } refusal ? (null, refusal) : (verifier, null);
    }
}

/// <summary>What a host application is asked, opened.</summary>
/// <param name="Asked">As the log has it.</param>
/// <param name="LoginHint">Whom the client expects, as it was typed somewhere; null if it does not say.</param>
/// <param name="ReturnTo">Where the browser goes on afterwards: path and query within the tenant.</param>
public sealed record OpenedHandoff(SignInHandedOff Asked, string? LoginHint, string ReturnTo)
{
    /// <summary>Whom it is about, is not for log lines.</summary>
    public override string ToString() => "OpenedHandoff";
}
