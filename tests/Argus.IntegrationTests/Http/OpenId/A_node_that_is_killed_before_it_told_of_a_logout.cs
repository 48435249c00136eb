using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.IntegrationTests.QuickStart;

namespace Argus.IntegrationTests.Http.OpenId;

public sealed class A_node_that_is_killed_before_it_told_of_a_logout(TestPostgres postgres) : IAsyncLifetime
{
    private readonly string _directory = ScratchDirectory.Create("argus-logout-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task leaves_it_to_another_node()
    {
        var (port, receiverPort) = (Ports.Free(), Ports.Free());
        var database = await postgres.NewDatabaseAsync();
        await using var other = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = database, Directory = _directory, PublicUrl = new Uri($"http://127.0.0.1:{port}"), Clock = new HurriedStopwatch(6),
            Provisioning = OpenIdNode.Provisioning(new Uri($"http://127.0.0.1:{receiverPort}/")),
        });
        await using var first = await ServerProcess.StartAsync(_directory, port, null, null, "--ConnectionStrings:Argus", database, "--Argus:DataDirectory", _directory);
        var user = await OpenIdNode.SignInAsync(other, new Authorization.Browser(other));

        // Nobody listens where the client is to be told, so the first node's try fails; then the node is lost.
        await user.Browser.GetAsync($"http://127.0.0.1:{port}{OpenIdNode.Acme}/oauth/logout?id_token_hint={user.IdToken}");
        await Eventually.Holds("the first node has tried", TimeSpan.FromSeconds(60), async () => (await other.EntriesAsync("acme", "logout.attempted")).Count > 0);
        await first.KillAsync();
        await using var receiver = await LogoutReceiver.StartAsync(receiverPort);

        await Eventually.Holds("the client is told", TimeSpan.FromSeconds(60), () => receiver.Of(user.Session).Length > 0);
        await Eventually.Holds("and that is recorded", TimeSpan.FromSeconds(60), async () => (await other.EntriesAsync("acme", "logout.delivered")).Count == 1);
        Assert.Single(receiver.Deliveries);
    }

    /// <summary>Measures more time than passes; the time of day is the system's.</summary>
    private sealed class HurriedStopwatch(int factor) : TimeProvider
    {
        public override long TimestampFrequency => System.TimestampFrequency / factor;
    }
}
