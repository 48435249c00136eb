using System.Globalization;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.QuickStart;

namespace Argus.IntegrationTests.FailClosed;

/// <summary>It is there, its connections are open, and it says nothing.</summary>
public class A_frozen_PostgreSQL(OutageNode outage) : IClassFixture<OutageNode>
{
    private readonly TestNode _node = outage.Node;

    [Fact]
    public async Task is_not_waited_for_longer_than_the_append_timeout_and_does_no_lasting_harm()
    {
        var token = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        var other = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        var jwks = await _node.GetAsync("/t/acme/.well-known/jwks.json");
        var frozen = await SignalAsync("STOP");
        Assert.True(frozen.Length > 5, "the server and what serves the node are stopped");
        try
        {
            await Task.WhenAll(
                OutageNode.IsRefusedInTimeAsync(() => _node.TokenAsync(Known.Acme, Known.Billing)),
                OutageNode.IsRefusedInTimeAsync(() => _node.TokenAsync(Known.Gamma, Known.Billing)),
                OutageNode.IsRefusedInTimeAsync(() => _node.RevokeAsync(Known.Acme, Known.Billing, token)));
            await OutageNode.IsRefusedInTimeAsync(() => _node.TokenAsync(Known.Acme, Known.Billing));
            await OutageNode.IsRefusedInTimeAsync(() => _node.IntrospectAsync(Known.Acme, Known.OrdersApi, other));
            var ready = await _node.GetAsync("/health/ready");
            Assert.Equal(503, ready.Status);
            Assert.Contains("\"check\":\"log\"", ready.Text, StringComparison.Ordinal);
            Assert.Equal(jwks.Body, (await _node.GetAsync("/t/acme/.well-known/jwks.json")).Body);
        }
        finally
        {
            await SignalAsync("CONT");
        }

        await outage.RecoversAsync();
        (await outage.IntrospectAsync(Known.Acme, other)).IsActive();

        // Whether the refused ones became durable nobody promised; what is there is whole.
        var position = 0L;
        await foreach (var entry in _node.Events.ReadAsync("acme", 0, TestContext.Current.CancellationToken))
            Assert.Equal(position++, entry.Position);
    }

    /// <summary>To the postmaster first, so that it starts nothing new, then to its children.</summary>
    private async Task<string[]> SignalAsync(string signal)
    {
        var postmaster = outage.Postgres.ProcessId.ToString(CultureInfo.InvariantCulture);
        var ids = await Shell.RunAsync($"kill -{signal} {postmaster}; ids=$(ps -o pid= --ppid {postmaster}); kill -{signal} $ids; echo {postmaster} $ids");
        return ids.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }
}
