using Argus.Domain.Kernel;

namespace Argus.Domain.PushedRequests;

/// <summary>What may happen to a pushed authorization request.</summary>
public static class PushedRequestDecider
{
    public static Decision<IPushedRequestEvent> Push(PushedRequestState state, AuthorizationPushed pushed) =>
        state.Request is null ? new IPushedRequestEvent[] { pushed } : new Refusal("request_exists", "The request has been pushed already");

    /// <summary>A code is about to be issued. That happens once (RFC 9126 §7.3), and not after its time.</summary>
    public static Decision<IPushedRequestEvent> Use(PushedRequestState state, DateTimeOffset now) =>
        state.IsGood(now) ? new IPushedRequestEvent[] { new AuthorizationUsed() } : new Refusal("request_spent", "The request was used, or its time is over");
}
