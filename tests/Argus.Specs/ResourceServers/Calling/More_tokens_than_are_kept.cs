using Argus.ResourceServer.Calling.Cache;
using Argus.Specs.ResourceServers.Calling.Driving;

namespace Argus.Specs.ResourceServers.Calling;

public class More_tokens_than_are_kept
{
    private const int Most = 100;

    [Fact]
    public async Task push_out_those_that_were_not_used_for_longest()
    {
        await using var service = new CallingService(options => options.MostTokens = Most);
        for (var wish = 0; wish < 10 * Most; wish++)
        {
            await GetAsync(service, wish);
            await GetAsync(service, 0);
            service.Clock.Advance(TimeSpan.FromMilliseconds(10));
            Assert.True(service.Tokens.Kept <= Most);
        }

        Assert.Equal(10 * Most, service.Issuer.Requests.Count);
    }

    [Fact]
    public async Task push_out_those_that_are_over_first()
    {
        await using var service = new CallingService(options => options.MostTokens = Most);
        service.Issuer.Lifetime = 10;
        for (var wish = 0; wish < Most - 1; wish++)
            await GetAsync(service, wish);
        service.Issuer.Lifetime = 300;
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        await GetAsync(service, 1_000);
        await GetAsync(service, 1_001);

        Assert.Equal(2, service.Tokens.Kept);
    }

    private static async Task GetAsync(CallingService service, int wish)
    {
        var outcome = await service.Tokens.GetAsync(new TokenWish($"https://{wish}.example", ""), TestContext.Current.CancellationToken);
        Assert.NotNull(outcome.Token);
    }
}
