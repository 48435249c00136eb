using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http.Authorization;

public class A_code_that_is_late(TestPostgres postgres)
{
    [Fact]
    public async Task gives_nothing_after_a_minute_nor_does_a_pushed_request_after_ten()
    {
        var clock = new ShiftedClock(TimeSpan.Zero);
        await using var node = await TestNode.StartAsync(new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), Provisioning = Walks.Provisioning, Clock = clock });
        var browser = new Browser(node);
        var (inTime, late) = ((await browser.WalkAsync(Walks.Url(Walks.Acme))).Code(), (await browser.WalkAsync(Walks.Url(Walks.Acme))).Code());
        var pushed = await node.PostAsync($"{Walks.Acme}/oauth/par", Browser.Encode(Walks.Parameters()));
        var url = $"{Walks.Acme}/oauth/authorize?{Browser.Encode(("client_id", Known.Spa), ("request_uri", pushed.Member("request_uri")!))}";

        clock.Set(TimeSpan.FromSeconds(40));
        Assert.Equal(200, (await RedeemAsync(node, inTime)).Status);

        clock.Set(TimeSpan.FromSeconds(20));
        (await RedeemAsync(node, late)).Refuses(400, "invalid_grant");

        clock.Set(TimeSpan.FromSeconds(540));
        (await browser.GetAsync(url)).IsDeadEnd();
    }

    private static Task<Reply> RedeemAsync(TestNode node, string code) => node.PostAsync(
        $"{Walks.Acme}/oauth/token",
        Browser.Encode(("grant_type", "authorization_code"), ("client_id", Known.Spa), ("code", code), ("code_verifier", Walks.Verifier), ("redirect_uri", Walks.Callback)));
}
