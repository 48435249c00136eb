using Argus.Authority.Views;
using Argus.Domain.Replays;

namespace Argus.IntegrationTests.Http.Driving;

/// <summary>Whatever a node was asked, wrongly too: an auditor who folds its logs finds nothing in them that cannot be.</summary>
internal static class Histories
{
    /// <summary>Folds the logs of all tenants, ends the node, and says what was found.</summary>
    public static async Task EndAsync(TestNode node)
    {
        List<string> found = [];
        foreach (var tenant in node.Service<TenantDirectory>().Tenants.Select(tenant => tenant.Id.Value).ToArray())
        {
            using var replay = new LogReplay(tenant);
            await foreach (var entry in node.Events.ReadAsync(tenant, 0, CancellationToken.None))
                replay.Add(entry.Bytes.Span);
            found.AddRange(replay.Findings.Listed.Select(finding => $"{tenant}: {finding}"));
        }

        await node.DisposeAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
