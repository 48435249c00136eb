using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Device;
using Argus.IntegrationTests.Http.Driving;
using Argus.Postgres.Embedded;

namespace Argus.IntegrationTests.FailClosed;

public sealed class Devices_and_handoffs_without_a_database : IAsyncLifetime
{
    private DataFolder _folder = null!;
    private PrivatePostgres _postgres = null!;
    private TestNode _node = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = new DataFolder();
        _postgres = await _folder.StartAsync();
        _node = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = _postgres.ConnectionString,
            Provisioning = Devices.Provisioning,
            More = ["--Argus:AppendTimeout", "4", "--Argus:MaxStaleness", "2", .. Known.AdminSettings],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _postgres.DisposeAsync();
        await _folder.DisposeAsync();
    }

    [Fact]
    public async Task are_refused_and_go_on_when_it_is_back()
    {
        var (person, guest) = (new Browser(_node), new Browser(_node));
        var requested = await _node.PostAsync("/t/acme/oauth/device", $"client_id={Devices.Tv}");
        var question = (await Devices.WalkAsync(person, Devices.Acme, requested.Member("user_code")!)).ShowsPage(200, "Connect this device?");
        var poll = Browser.Encode(("grant_type", Devices.Grant), ("client_id", Devices.Tv), ("device_code", requested.Member("device_code")!));
        Assert.StartsWith(Devices.HostApplication, (await guest.GetAsync(Walks.Url(Devices.Hosted))).Header("Location"), StringComparison.Ordinal);

        await _postgres.PauseAsync();
        try
        {
            await OutageNode.IsRefusedInTimeAsync(() => _node.PostAsync("/t/acme/oauth/device", $"client_id={Devices.Tv}"));
            await OutageNode.IsRefusedInTimeAsync(() => _node.PostAsync("/t/acme/oauth/token", poll));
            await OutageNode.IsRefusedInTimeAsync(() => person.GetAsync("/t/acme/oauth/device/verify"));
            await OutageNode.IsRefusedInTimeAsync(() => person.SubmitAsync(question, ("decision", "allow")));
            await OutageNode.IsRefusedInTimeAsync(() => guest.GetAsync(Walks.Url(Devices.Hosted)));
            await OutageNode.IsRefusedInTimeAsync(() => guest.GetAsync("/t/hosted/oauth/sign-in/handoff?login_verifier=06drj5o06drj5o06drj5o06dr0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        }
        finally
        {
            await _postgres.ResumeAsync();
        }

        await Eventually.Holds("the node is ready", TimeSpan.FromSeconds(60), async () => (await _node.GetAsync("/health/ready")).Status == 200);
        var asked = (await person.GetAsync("/t/acme/oauth/device/verify")).ShowsPage(200, "Connect this device?");
        (await person.SubmitAsync(asked, ("decision", "allow"))).ShowsPage(200, "The device is connected");
        Assert.NotEmpty((await _node.PostAsync("/t/acme/oauth/token", poll)).AccessToken);
    }
}
