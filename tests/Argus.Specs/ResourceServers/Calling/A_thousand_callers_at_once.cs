using Argus.ResourceServer;
using Argus.Specs.ResourceServers.Calling.Driving;

namespace Argus.Specs.ResourceServers.Calling;

public class A_thousand_callers_at_once
{
    private const int Callers = 1_000;

    [Fact]
    public async Task ask_once()
    {
        await using var service = new CallingService();
        var held = new TaskCompletionSource();
        service.Issuer.Held = held.Task;

        var calls = Enumerable.Range(0, Callers).Select(_ => service.CallAsync()).ToArray();
        held.SetResult();
        await Task.WhenAll(calls);

        Assert.Single(service.Issuer.Requests);
        Assert.Equal(Callers, service.Api.Tokens.Count(token => token == "secret-token-1"));
    }

    [Fact]
    public async Task share_a_failure()
    {
        await using var service = new CallingService();
        var held = new TaskCompletionSource();
        service.Issuer.Held = held.Task;
        service.Issuer.Answer = _ => StandInIssuer.Error("invalid_client");

        var calls = Enumerable.Range(0, Callers).Select(_ => service.CallAsync()).ToArray();
        held.SetResult();

        foreach (var call in calls)
            Assert.Equal("invalid_client", (await Assert.ThrowsAsync<ArgusTokenException>(() => call)).Error);
        Assert.Single(service.Issuer.Requests);
        Assert.Empty(service.Api.Calls);
    }

    [Fact]
    public async Task are_not_kept_from_their_token_by_those_who_go_away()
    {
        await using var service = new CallingService();
        var held = new TaskCompletionSource();
        service.Issuer.Held = held.Task;
        using var leaving = new CancellationTokenSource();

        // The first one began it all.
        var gone = Enumerable.Range(0, Callers / 2).Select(_ => service.CallAsync(cancellation: leaving.Token)).ToArray();
        var staying = Enumerable.Range(0, Callers / 2).Select(_ => service.CallAsync()).ToArray();
        await leaving.CancelAsync();
        foreach (var call in gone)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        held.SetResult();
        await Task.WhenAll(staying);

        Assert.Single(service.Issuer.Requests);
        Assert.Equal(Callers / 2, service.Api.Calls.Count);
    }
}
