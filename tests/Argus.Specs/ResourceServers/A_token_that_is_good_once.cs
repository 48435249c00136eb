using Argus.ResourceServer;
using Argus.ResourceServer.Authorization;
using Argus.ResourceServer.Revocation;
using Argus.ResourceServer.Validation;
using Argus.Specs.Jose;

namespace Argus.Specs.ResourceServers;

public class A_token_that_is_good_once(Keys keys) : IClassFixture<Keys>
{
    private readonly FakeIssuers _issuers = new();

    private async Task<Protected> StartAsync(int capacity = 1_000)
    {
        _issuers.Publish(Forge.Issuer, keys.Issuers);
        return await Protected.StartAsync(_issuers, options => (options.SingleUse, options.SingleUseCapacity) = (true, capacity));
    }

    [Fact]
    public async Task is_refused_the_second_time()
    {
        await using var api = await StartAsync();
        var token = Protected.Token(keys.Issuers);

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token));
        Assert.Equal(ReasonCode.TokenReplayed, await api.ReasonAsync(token));
        Assert.Equal(ReasonCode.TokenReplayed, await api.ReasonAsync(Protected.Token(keys.Issuers, jti: $"\"{Jti(token)}\"")));
    }

    [Fact]
    public async Task is_good_for_one_of_those_who_come_at_once()
    {
        await using var api = await StartAsync();
        var token = Protected.Token(keys.Issuers);

        var reasons = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => api.ReasonAsync(token))));

        Assert.Single(reasons, ReasonCode.Accepted);
        Assert.Equal(63, reasons.Count(reason => reason == ReasonCode.TokenReplayed));
    }

    [Fact]
    public async Task is_not_used_up_by_being_refused()
    {
        await using var api = await StartAsync();
        var token = Protected.Token(keys.Issuers);

        api.Revoked = RevocationAnswer.Unknown;
        Assert.Equal(ReasonCode.RevocationUnavailable, await api.ReasonAsync(token));
        api.Revoked = RevocationAnswer.NotRevoked;
        Assert.Equal(ReasonCode.InsufficientScope, await api.ReasonAsync(token, demand: new OperationDemand([Forge.Audience], ["more"], [])));

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token));
    }

    [Fact]
    public async Task is_refused_by_an_API_that_cannot_remember_it()
    {
        await using var api = await StartAsync(capacity: 1);

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(Protected.Token(keys.Issuers)));
        Assert.Equal(ReasonCode.SingleUseUnavailable, await api.ReasonAsync(Protected.Token(keys.Issuers)));
    }

    [Fact]
    public void is_refused_where_it_cannot_be_remembered_until_others_have_expired()
    {
        var clock = new ManualClock();
        var used = new UsedOnce(2, clock);
        var soon = clock.GetUtcNow() + TimeSpan.FromSeconds(10);

        Assert.Equal(UsedOnce.Answer.First, used.Take("i", "1", soon));
        Assert.Equal(UsedOnce.Answer.First, used.Take("i", "2", soon + TimeSpan.FromSeconds(10)));
        Assert.Equal(UsedOnce.Answer.Full, used.Take("i", "3", soon));
        Assert.Equal(UsedOnce.Answer.Again, used.Take("i", "1", soon));

        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(UsedOnce.Answer.First, used.Take("i", "3", soon + TimeSpan.FromSeconds(10)));
        Assert.Equal(UsedOnce.Answer.Full, used.Take("i", "4", soon));
        Assert.True(used.Contains("i", "2"));
    }

    private static string Jti(string token)
    {
        using var payload = System.Text.Json.JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
        return payload.RootElement.GetProperty("jti").GetString()!;
    }
}
