using Argus.Domain.Kernel;

namespace Argus.Domain.Handoffs;

/// <summary>What may happen to a sign-in at the host application: it is asked once, answered once and used once, all before its time is over.</summary>
public static class HandoffDecider
{
    public const int LongestReason = 500;

    private const int LongestName = 64;
    private const int MostMethods = 10;

    public static Decision<IHandoffEvent> Begin(HandoffState state, SignInHandedOff asked) =>
        state.Asked is null ? new IHandoffEvent[] { asked } : new Refusal("handoff_exists", "The handoff has begun already");

    /// <summary>The host application knows the user.</summary>
    public static Decision<IHandoffEvent> Accept(HandoffState state, HandoffAccepted accepted, DateTimeOffset now)
    {
        if (!IsName(accepted.Acr) || accepted.Amr.Count > MostMethods || !accepted.Amr.All(IsName))
            return new Refusal("authentication_malformed", $"acr, and each of at most {MostMethods} in amr, is 1 to {LongestName} printable ASCII characters without spaces");
        return Unanswerable(state, now) is { } refusal ? refusal : new IHandoffEvent[] { accepted };
    }

    /// <summary>The host application lets nobody in.</summary>
    public static Decision<IHandoffEvent> Reject(HandoffState state, HandoffRejected rejected, DateTimeOffset now)
    {
        if (rejected.Reason.Length is 0 or > LongestReason)
            return new Refusal("reason_missing", $"reason is 1 to {LongestReason} characters");
        return Unanswerable(state, now) is { } refusal ? refusal : new IHandoffEvent[] { rejected };
    }

    /// <summary>The browser brings the answer.</summary>
    public static Decision<IHandoffEvent> Use(HandoffState state, DateTimeOffset now)
    {
        if (state.AnswerDigest is null)
            return new Refusal("handoff_unanswered", "The host application has not answered");
        if (state.Used)
            return new Refusal("handoff_used", "The answer was used already");
        return IsOver(state, now) ? Expired : new IHandoffEvent[] { new HandoffUsed() };
    }

    /// <summary>Why the host application cannot be asked (any more), or cannot answer; null if it can.</summary>
    public static Refusal? Unanswerable(HandoffState state, DateTimeOffset now)
    {
        if (state.Asked is null)
            return new Refusal("challenge_unknown", "There is no such challenge");
        if (state.AnswerDigest is not null)
            return new Refusal("challenge_answered", "The challenge was accepted or rejected already");
        return IsOver(state, now) ? Expired : null;
    }

    private static Refusal Expired => new("challenge_expired", "The challenge's time is over");

    private static bool IsOver(HandoffState state, DateTimeOffset now) => now.ToUnixTimeSeconds() >= state.Asked!.Exp;

    private static bool IsName(string text) => text.Length is > 0 and <= LongestName && text.All(c => c is > ' ' and <= '~');
}
