using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.FailClosed;

public class A_node_that_cannot_see_the_log(TestPostgres postgres)
{
    [Fact]
    public async Task stops_answering_while_the_others_go_on_and_knows_every_revocation_when_it_is_back()
    {
        var directory = ScratchDirectory.Create("argus-blind-");
        var connectionString = await postgres.NewDatabaseAsync();
        await using var wire = new Wire(connectionString);
        var settings = new NodeSettings
        {
            ConnectionString = connectionString,
            Provisioning = Known.Some("acme"),
            Directory = directory,
            PublicUrl = new Uri("http://localhost:5080"),
            More = ["--Argus:AppendTimeout", "4", "--Argus:MaxStaleness", "2"],
        };
        await using (var seeing = await TestNode.StartAsync(settings))
        await using (var blind = await TestNode.StartAsync(settings with { ConnectionString = wire.ConnectionString }))
        {
            var token = (await seeing.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
            await Eventually.Holds("both see it", TimeSpan.FromSeconds(60), async () => (await blind.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).Status == 200);

            wire.Block();
            var unseen = (await seeing.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
            var questions = Task.WhenAll(Enumerable.Range(0, 100).Select(_ => OutageNode.IsRefusedInTimeAsync(() => blind.IntrospectAsync(Known.Acme, Known.OrdersApi, unseen))));
            var answered = 0;
            for (; !questions.IsCompleted; answered++)
                Assert.Equal(200, (await blind.GetAsync("/t/acme/.well-known/jwks.json")).Status);
            await questions;
            Assert.True(answered > OutageNode.Often, $"{answered} answers while others waited");
            Assert.Equal(200, (await seeing.RevokeAsync(Known.Acme, Known.Billing, token)).Status);
            await Eventually.Holds("the seeing node refuses it", TimeSpan.FromSeconds(60), async () =>
            {
                var reply = await seeing.IntrospectAsync(Known.Acme, Known.OrdersApi, token);
                Assert.True(reply.Status == 503 || reply.ToString() == """200 {"active":false}""", reply.ToString());
                return reply.Status == 200;
            });
            await Eventually.Holds("the blind node refuses to say", TimeSpan.FromSeconds(2) + OutageNode.Margin, async () =>
                (await blind.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).Status == 503);
            await OutageNode.IsRefusedInTimeAsync(() => blind.TokenAsync(Known.Acme, Known.Billing));
            await OutageNode.IsRefusedInTimeAsync(() => blind.RevokeAsync(Known.Acme, Known.Billing, token));
            Assert.Equal(503, (await blind.GetAsync("/health/ready")).Status);
            await Eventually.Holds("the seeing node is ready", TimeSpan.FromSeconds(60), async () => (await seeing.GetAsync("/health/ready")).Status == 200);
            Assert.Equal(200, (await seeing.TokenAsync(Known.Acme, Known.Billing)).Status);

            wire.Unblock();
            await Eventually.Holds("the blind node sees again", TimeSpan.FromSeconds(60), async () =>
            {
                var reply = await blind.IntrospectAsync(Known.Acme, Known.OrdersApi, token);
                Assert.True(reply.Status == 503 || reply.ToString() == """200 {"active":false}""", reply.ToString());
                return reply.Status == 200;
            });
            await Eventually.Holds("it is ready", TimeSpan.FromSeconds(60), async () => (await blind.GetAsync("/health/ready")).Status == 200);
            Assert.Equal(200, (await blind.TokenAsync(Known.Acme, Known.Billing)).Status);
        }

        Directory.Delete(directory, recursive: true);
    }
}
