using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;
using Argus.Benchmarks.ResourceServers;

namespace Argus.Benchmarks.Figures;

/// <summary>
/// From the authority's 200 for a revocation to the first denial by an API that follows the feed, while others get tokens from the authority and call the API.
/// </summary>
internal sealed class RevokeToDeny(Options options, TextWriter progress)
{
    private const int Tenants = 1;
    private const int Neighbours = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<Figure> MeasureAsync(CancellationToken stop)
    {
        await using var stage = new Stage(stop);
        var site = Site.Create(stage, Tenants, clientsEach: 2);
        await Node.Start(stage, options.Server, site).ReadyAsync(stage);
        var api = await GuardedApi.StartAsync(stage, site.Url + site.FirstTenant.Path, Provisioned.Resource);
        var token = await TokenAsync(stage, site, 0);
        await UntilAsync(api, token, HttpStatusCode.OK, stop);

        using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        long busy = 0;
        var load = Task.WhenAll(Enumerable.Range(0, Neighbours).Select(each => Task.Run(() => BusyAsync(each), stop)));
        List<double> samples = [];
        for (var sample = 0; sample < options.Effort.Revocations; sample++)
            samples.Add(await SampleAsync());
        await done.CancelAsync();
        await load;
        await progress.WriteLineAsync($"{samples.Count} revocations beside {busy} requests of others");

        samples.Sort();
        return new Figure("revoke-to-deny", [At(samples, 0.5), At(samples, 0.99)], string.Create(
            CultureInfo.InvariantCulture, $"{samples.Count} revocations beside {busy:N0} requests of others; the longest {samples[^1]:0.0} ms"));

        async Task<double> SampleAsync()
        {
            var revoked = await TokenAsync(stage, site, 0);
            await UntilAsync(api, revoked, HttpStatusCode.OK, stop);
            var client = site.FirstTenant.Clients[0];
            using var answer = await stage.Http.SendAsync(
                PreparedPost.Create(site.FirstTenant.Path + "/oauth/revoke", client.Id, client.Secret, $"token={revoked}").ToRequest(site.Url), stop);
            if (answer.StatusCode != HttpStatusCode.OK) throw new FailedRunException($"a revocation was answered {answer.StatusCode}");
            var since = Stopwatch.GetTimestamp();
            await UntilAsync(api, revoked, HttpStatusCode.Unauthorized, stop);
            return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        }

        async Task BusyAsync(int number)
        {
            while (!done.IsCancellationRequested)
            {
                if (number % 2 == 0) await TokenAsync(stage, site, 1);
                else await UntilAsync(api, token, HttpStatusCode.OK, stop);
                Interlocked.Increment(ref busy);
            }
        }
    }

    private static async Task<string> TokenAsync(Stage stage, Site site, int number)
    {
        var client = site.FirstTenant.Clients[number];
        using var answer = await stage.Http.SendAsync(
            PreparedPost.Create(site.FirstTenant.Path + "/oauth/token", client.Id, client.Secret, Provisioned.TokenBody).ToRequest(site.Url), stage.Stop);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stage.Stop));
        return answer.IsSuccessStatusCode ? json.RootElement.GetProperty("access_token").GetString()! : throw new FailedRunException($"no token: {answer.StatusCode}");
    }

    private static async Task UntilAsync(GuardedApi api, string token, HttpStatusCode status, CancellationToken stop)
    {
        var since = Stopwatch.GetTimestamp();
        while (await api.GetAsync(token, stop) != status)
        {
            if (Stopwatch.GetElapsedTime(since) > Patience) throw new FailedRunException($"the API does not answer {status}");
        }
    }

    private static double At(List<double> sorted, double quantile) => sorted[(int)Math.Ceiling(quantile * sorted.Count) - 1];
}
