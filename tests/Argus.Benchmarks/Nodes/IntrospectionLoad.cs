using System.Diagnostics;
using System.Text.Json;
using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Nodes;

/// <summary>Introspection of many distinct tokens in turn, each still valid for a good while.</summary>
internal sealed class IntrospectionLoad(Stage stage, Site site, int tokens)
{
    /// <summary>The tokens live for an hour.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(30);

    private readonly string file = stage.NewPath();
    private Stopwatch? sinceIssue;

    public LoadCall Call => new(site.Url, 64, new PreparedList(file, "\"active\":true"));

    public async Task PrepareAsync()
    {
        if (sinceIssue is { } since && since.Elapsed < Renewal) return;
        sinceIssue = Stopwatch.StartNew();
        var issued = new string[tokens];
        await Parallel.ForAsync(0, tokens, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = stage.Stop },
            async (number, _) => issued[number] = await IssueAsync());
        var (path, caller) = (site.FirstTenant.Path + "/oauth/introspect", site.FirstTenant.Introspector);
        PreparedPost.Write(file, Call.List!.Expected, issued.Select(token => PreparedPost.Create(path, caller.Id, caller.Secret, "token=" + token)));
    }

    private async Task<string> IssueAsync()
    {
        using var request = site.FirstTokenRequest();
        using var answer = await stage.Http.SendAsync(request, stage.Stop);
        var body = await answer.Content.ReadAsByteArrayAsync(stage.Stop);
        if (!answer.IsSuccessStatusCode) throw new FailedRunException($"{request.RequestUri}: {(int)answer.StatusCode}");
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("access_token").GetString()!;
    }
}
