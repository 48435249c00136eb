using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http;

public class The_administrator_s_secret(TestPostgres postgres)
{
    private const string System = "/t/system";

    [Fact]
    public async Task is_the_configured_one_until_another_takes_its_place()
    {
        var directory = ScratchDirectory.Create("argus-admin-");
        var settings = new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), Directory = directory };
        Client first = new("argus-admin", "the first secret"), second = new("argus-admin", "the second secret");

        await using (var node = await TestNode.StartAsync(settings with { More = ["--Argus:AdminSecret", first.Secret] }))
            Assert.Equal("argus.admin argus.audit argus.operate", (await node.TokenAsync(System, first)).Member("scope"));

        await using (var node = await TestNode.StartAsync(settings with { More = ["--Argus:AdminSecret", second.Secret] }))
        {
            Assert.Equal(200, (await node.TokenAsync(System, second)).Status);
            (await node.TokenAsync(System, first)).Refuses(401, "invalid_client");
        }

        // Not named, it stays.
        await using (var node = await TestNode.StartAsync(settings))
            Assert.Equal(200, (await node.TokenAsync(System, second)).Status);

        Directory.Delete(directory, recursive: true);
    }
}
