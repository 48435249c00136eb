using System.Text.Json;
using Argus.IntegrationTests.Audit;
using Argus.IntegrationTests.CommandLine;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Tamper;

/// <summary>One copy of the deployment: its superuser, its node, and the auditor who looks at it from outside.</summary>
internal sealed class Scene(NodeSettings settings, string directory) : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private TestNode? _node;

    public Superuser Superuser { get; } = new(settings.ConnectionString!, AuditedDeployment.Tenant);

    public TestNode Node => _node!;

    /// <summary>What <c>argus audit export</c> writes.</summary>
    public string Export => Path.Combine(directory, "export");

    /// <summary>What is copied out of the tables.</summary>
    public string Copied => Path.Combine(directory, "copied");

    private string Issuer => $"{settings.Url!.GetLeftPart(UriPartial.Authority)}/t/{AuditedDeployment.Tenant}";

    public async Task StartAsync() => _node = await TestNode.StartAsync(settings);

    public async Task StopAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        _node = null;
    }

    /// <summary>Lets the log grow, and waits until its head is signed.</summary>
    /// <returns>Null, or why the node refused to sign it.</returns>
    public async Task<string?> SignAsync()
    {
        _ = (await Node.TokenAsync($"/t/{AuditedDeployment.Tenant}", Known.Billing)).AccessToken;
        var size = await Superuser.ReadAsync<long>("select size from argus.logs where log_id = :log");
        string? refused = null;
        await Eventually.Holds("the head is signed or refused", Bound, async () =>
            await Superuser.ReadAsync<long>("select coalesce(max(size), 0) from argus.checkpoints where log_id = :log") >= size
            || (refused = await RefusalAsync()) is not null);
        return refused;
    }

    /// <summary>As an auditor does. The node answers: whatever it finds, it is no defect.</summary>
    public async Task<Ended> ExportAsync()
    {
        var ended = await RunAsync("audit", "export", "-t", AuditedDeployment.Tenant, "--out", Export, "--json");
        Assert.False(ended.Errors.Contains("defect", StringComparison.Ordinal), $"{ended.Errors}{Node.Log.Errors}");
        return ended;
    }

    /// <summary>The export that the tables would make, without asking a node.</summary>
    public Task CopyOutAsync() => new DatabaseExport(Superuser, AuditedDeployment.Tenant, Copied).WriteAsync(Issuer);

    /// <summary>Both verifiers fold an export, and find the same.</summary>
    public async Task<Ended> ReplayAsync(string export) => await Replays.AgreeAsync(await RunAsync("audit", "replay", export, "--json"), export);

    /// <summary>Both verifiers look at an export, and find the same.</summary>
    public async Task<Finding> VerifyAsync(string export, params string[] options)
    {
        var ours = Finding.Of(await RunAsync(["audit", "verify", export, "--json", .. options]));
        var other = Finding.Of(await IndependentVerifier.RunAsync("verify", export, options));
        Assert.Equal(ours, other);
        return ours;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Superuser.DisposeAsync();
    }

    private Task<Ended> RunAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["ARGUS_URL"] = settings.Url!.ToString(), ["Argus__DataDirectory"] = settings.Directory! };
        return ArgusProcess.RunAsync(directory, environment, "", arguments);
    }

    private async Task<string?> RefusalAsync()
    {
        foreach (var (_, entry) in await Superuser.ListAsync("select position, entry from argus.events where log_id = :log order by position desc limit 50"))
        {
            if (entry.AsSpan().IndexOf("\"type\":\"log.checkpoint_refused\""u8) < 0)
                continue;
            using var json = JsonDocument.Parse(entry);
            return json.RootElement.GetProperty("data").GetProperty("reason").GetString();
        }

        return null;
    }
}
