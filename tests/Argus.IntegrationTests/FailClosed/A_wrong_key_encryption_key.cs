using System.Security.Cryptography;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.FailClosed;

public class A_wrong_key_encryption_key(TestPostgres postgres)
{
    [Fact]
    public async Task stops_signing_and_nothing_else_and_shows_in_readiness()
    {
        var directory = ScratchDirectory.Create("argus-kek-");
        var settings = new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), Provisioning = Known.Some("acme"), Directory = directory, PublicUrl = new Uri("http://localhost:5080") };
        Reply jwks;
        string token;
        await using (var node = await TestNode.StartAsync(settings))
        {
            jwks = await node.GetAsync("/t/acme/.well-known/jwks.json");
            token = (await node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        }

        var right = await File.ReadAllTextAsync(Path.Combine(directory, "kek"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, "kek"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), TestContext.Current.CancellationToken);
        await using (var node = await TestNode.StartAsync(settings))
        {
            var refused = await node.TokenAsync(Known.Acme, Known.Billing);
            Assert.True(refused.Status == 503, refused.ToString());
            Assert.NotNull(refused.Header("Retry-After"));
            Assert.Equal(jwks.Body, (await node.GetAsync("/t/acme/.well-known/jwks.json")).Body);
            (await node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsActive();
            Assert.Equal(200, (await node.RevokeAsync(Known.Acme, Known.Billing, token)).Status);
            (await node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsInactive();
            var ready = await node.GetAsync("/health/ready");
            Assert.Equal(503, ready.Status);
            Assert.Contains("\"check\":\"key_custody\"", ready.Text, StringComparison.Ordinal);
            Secrecy.Holds(node, right.Trim());
        }

        await File.WriteAllTextAsync(Path.Combine(directory, "kek"), right, TestContext.Current.CancellationToken);
        await using (var node = await TestNode.StartAsync(settings))
        {
            Assert.Equal(200, (await node.TokenAsync(Known.Acme, Known.Billing)).Status);
            Assert.Equal(200, (await node.GetAsync("/health/ready")).Status);
        }

        Directory.Delete(directory, recursive: true);
    }
}
