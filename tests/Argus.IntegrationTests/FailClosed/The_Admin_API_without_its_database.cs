using System.Globalization;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.QuickStart;

namespace Argus.IntegrationTests.FailClosed;

public class The_Admin_API_without_its_database(OutageNode outage) : IClassFixture<OutageNode>
{
    private const string Kid = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private readonly TestNode _node = outage.Node;
    private readonly AdminApi _admin = new(outage.Node);

    [Fact]
    public async Task refuses_in_time_when_it_is_stopped_and_recovers()
    {
        await _admin.AuthorizationAsync();
        await outage.Postgres.PauseAsync();
        try
        {
            await EverythingIsRefusedInTimeAsync();
        }
        finally
        {
            await outage.Postgres.ResumeAsync();
        }

        await outage.RecoversAsync();
        Assert.Equal(200, (await _admin.GetAsync("/tenants/acme/keys")).Status);
        Assert.Equal(202, (await _admin.PostAsync("/tenants/acme/keys/rotate")).Status);
        Assert.True(_node.Log.Errors.Length == 0, _node.Log.Errors);
    }

    [Fact]
    public async Task refuses_in_time_when_it_is_frozen_and_recovers()
    {
        await _admin.AuthorizationAsync();
        await SignalAsync("STOP");
        try
        {
            await EverythingIsRefusedInTimeAsync();
        }
        finally
        {
            await SignalAsync("CONT");
        }

        await outage.RecoversAsync();
        Assert.Equal(200, (await _admin.GetAsync("/tenants/gamma/keys")).Status);
        Assert.Equal(202, (await _admin.PostAsync("/tenants/gamma/keys/rotate")).Status);
    }

    private async Task EverythingIsRefusedInTimeAsync()
    {
        await Task.WhenAll(
            IsRefusedInTimeAsync(() => _admin.PostAsync("/tenants/acme/keys/rotate", "{\"force\":true}")),
            IsRefusedInTimeAsync(() => _admin.PostAsync($"/tenants/acme/keys/{Kid}/revoke", "{\"reason\":\"a test\",\"dry_run\":true}"), mayAnswer: true),
            IsRefusedInTimeAsync(() => _admin.GetAsync("/tenants/acme/jwks")),
            IsRefusedInTimeAsync(() => _admin.GetAsync("/tenants/acme/compliance")));

        await Eventually.Holds("the view is too old to be believed", TimeSpan.FromSeconds(2) + OutageNode.Margin, async () => (await _admin.GetAsync("/tenants/acme/keys")).Status == 503);
        await IsRefusedInTimeAsync(() => _admin.GetAsync("/tenants/acme/keys"));
        Assert.Equal(200, (await _node.GetAsync("/admin/v1/openapi.json")).Status);
        (await _node.GetAsync("/admin/v1/tenants/acme/keys")).IsProblem(401, "unauthorized");
    }

    private static async Task IsRefusedInTimeAsync(Func<Task<Reply>> request, bool mayAnswer = false)
    {
        var since = TimeProvider.System.GetTimestamp();
        var reply = await request();
        var took = TimeProvider.System.GetElapsedTime(since);

        if (!mayAnswer || reply.Status != 404)
        {
            reply.IsProblem(503, "unavailable");
            Assert.Matches("^[1-9][0-9]*$", reply.Header("Retry-After"));
        }

        Assert.True(took < 2 * OutageNode.AppendTimeout + OutageNode.Margin, $"it took {took}");
    }

    /// <summary>To the postmaster first, so that it starts nothing new, then to its children.</summary>
    private async Task SignalAsync(string signal)
    {
        var postmaster = outage.Postgres.ProcessId.ToString(CultureInfo.InvariantCulture);
        await Shell.RunAsync($"kill -{signal} {postmaster}; kill -{signal} $(ps -o pid= --ppid {postmaster})");
    }
}
