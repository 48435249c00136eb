using Argus.Domain.Kernel;

namespace Argus.Domain.DelegatedSignIns;

/// <summary>How a sign-in at an outside provider goes: out once, and back once, with the same browser, in time.</summary>
public static class DelegatedSignInDecider
{
    public static Decision<IDelegatedSignInEvent> Begin(DelegatedSignInState state, SignInDelegated delegated) =>
        state.Delegated is null ? new IDelegatedSignInEvent[] { delegated } : new Refusal("sign_in_exists", "The sign-in has begun already");

    /// <param name="state">The sign-in.</param>
    /// <param name="digest">Of the secret of the browser that came back.</param>
    /// <param name="now">When it did.</param>
    public static Decision<IDelegatedSignInEvent> Return(DelegatedSignInState state, string digest, DateTimeOffset now)
    {
        if (state.Delegated is not { } delegated)
            return new Refusal("sign_in_unknown", "Nobody began this sign-in");
        if (delegated.Digest != digest)
            return new Refusal("sign_in_of_another_browser", "Another browser began this sign-in");
        if (state.IsOver)
            return new Refusal("sign_in_over", "The browser has come back before");
        return now.ToUnixTimeSeconds() >= delegated.Exp ? new Refusal("sign_in_expired", "The browser came back too late") : new IDelegatedSignInEvent[] { new SignInReturned() };
    }
}
