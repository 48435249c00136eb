using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Admin;

public class A_token_for_the_Admin_API_that_expires(TestPostgres postgres)
{
    [Fact]
    public async Task opens_nothing_any_more()
    {
        var clock = new ShiftedClock(TimeSpan.Zero);
        await using var node = await TestNode.StartAsync(new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), Clock = clock, More = Known.AdminSettings });
        var admin = new AdminApi(node);
        Assert.Equal(200, (await admin.GetAsync("/tenants/main/keys")).Status);

        clock.Set(forward: TimeSpan.FromSeconds(300));

        (await admin.GetAsync("/tenants/main/keys")).IsProblem(401, "unauthorized");
        Assert.Equal(200, (await new AdminApi(node).GetAsync("/tenants/main/keys")).Status);
    }
}
