using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Argus.Authority.Verification;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.Postgres.Embedded;

namespace Argus.IntegrationTests.FailClosed;

/// <summary>A node over a PostgreSQL of its own, which a test can take away. It waits 4 s for an append and believes its view for 2 s.</summary>
public sealed class OutageNode : IAsyncLifetime
{
    private DataFolder _folder = null!;

    internal static TimeSpan AppendTimeout { get; } = TimeSpan.FromSeconds(4);

    /// <summary>What a busy machine may add to a bound.</summary>
    internal static TimeSpan Margin { get; } = TimeSpan.FromSeconds(10);

    /// <summary>What is answered without the log is answered so often while others wait for it, or it waits with them.</summary>
    internal const int Often = 5;

    internal PrivatePostgres Postgres { get; private set; } = null!;

    internal TestNode Node { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = new DataFolder();
        Postgres = await _folder.StartAsync();
        Node = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = Postgres.ConnectionString,
            Provisioning = Known.Some("acme", "gamma", "ledger"),
            More = ["--Argus:AppendTimeout", "4", "--Argus:MaxStaleness", "2", .. Known.AdminSettings],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Postgres.DisposeAsync();
        await _folder.DisposeAsync();
    }

    /// <summary>503, with a word on when to come back, and in time.</summary>
    internal static async Task IsRefusedInTimeAsync(Func<Task<Reply>> request, [CallerArgumentExpression(nameof(request))] string what = "")
    {
        var since = TimeProvider.System.GetTimestamp();
        var reply = await request();
        var took = TimeProvider.System.GetElapsedTime(since);

        Assert.True(reply.Status == 503, reply.ToString());
        Assert.Equal("temporarily_unavailable", reply.Error);
        Assert.Matches("^[1-9][0-9]*$", reply.Header("Retry-After"));
        reply.IsNotStored();
        // Where a server freezes in the middle of what a request does, two of its steps wait, each as long as it may (docs/operations.md).
        Assert.True(took < 2 * AppendTimeout + Margin, $"it took {took}: {what}");
    }

    /// <summary>Everything works again, by itself.</summary>
    internal async Task RecoversAsync()
    {
        await Eventually.Holds("the node is ready", TimeSpan.FromSeconds(60), async () => (await Node.GetAsync("/health/ready")).Status == 200);
        Assert.Equal(200, (await Node.TokenAsync(Known.Acme, Known.Billing)).Status);
    }

    /// <summary>Introspects; asks again where a busy machine let the view grow old without an outage.</summary>
    internal async Task<Reply> IntrospectAsync(string tenant, string token)
    {
        Reply reply = null!;
        await Eventually.Holds("the view is young enough", TimeSpan.FromSeconds(60), async () => (reply = await Node.IntrospectAsync(tenant, Known.OrdersApi, token)).Status != 503);
        return reply;
    }

    /// <summary>How often the log says that a token was looked at.</summary>
    internal async Task<int> RecordedAsync(string tenant, string jti)
    {
        await Node.Service<AuditRecorder>().FlushAsync();
        var times = 0;
        await foreach (var entry in Node.Events.ReadAsync(tenant, 0, TestContext.Current.CancellationToken))
        {
            if (!Encoding.UTF8.GetString(entry.Bytes.Span).Contains("\"type\":\"token.verifications_recorded\"", StringComparison.Ordinal))
                continue;
            foreach (var group in JsonDocument.Parse(entry.Bytes).RootElement.GetProperty("data").GetProperty("verifications").EnumerateArray())
                times += group.GetProperty("tokens").TryGetProperty(jti, out var count) ? count.GetInt32() : 0;
        }

        return times;
    }
}
