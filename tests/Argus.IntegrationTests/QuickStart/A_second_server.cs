using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.QuickStart;

public class A_second_server
{
    [Fact]
    public async Task on_a_port_that_is_taken_says_so_and_leaves_nothing_behind()
    {
        await using var place = new Place();
        await using var other = new Place();
        var port = Ports.Free();
        await using var first = await ServerProcess.StartAsync(place.Path, port);

        await using var second = ServerProcess.Launch(other.Path, null, null, "--urls", $"http://127.0.0.1:{port}");

        Assert.Equal(1, await second.EndsAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("Argus cannot start.", second.Output, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{port}", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
        await Eventually.Holds("its PostgreSQL is gone", TimeSpan.FromSeconds(60), () => Processes.Mentioning(other.Path).Count == 0);
        await A_first_start.ThePastedLinesWork(await first.CurlLinesAsync());
    }

    [Fact]
    public async Task in_the_same_place_shares_the_data_and_goes_on_alone_when_the_first_is_killed()
    {
        await using var place = new Place();
        await using var first = await ServerProcess.StartAsync(place.Path, Ports.Free());
        var lines = await first.CurlLinesAsync();
        var port = Ports.Free();
        await using var second = await ServerProcess.StartAsync(place.Path, port);
        var there = lines.Select(line => System.Text.RegularExpressions.Regex.Replace(line, "127.0.0.1:[0-9]+", $"127.0.0.1:{port}")).ToArray();
        await A_first_start.ThePastedLinesWork(there);

        await first.KillAsync();

        await Eventually.Holds("the second takes over the data", TimeSpan.FromSeconds(60), async () =>
            (await Shell.RunAsync($"curl -s -o /dev/null -w %{{http_code}} http://127.0.0.1:{port}/health/ready")) == "200");
        await Eventually.Holds("it issues", TimeSpan.FromSeconds(60), async () => (await Shell.RunAsync(there[0])).Contains("access_token", StringComparison.Ordinal));
        await A_first_start.ThePastedLinesWork(there);
    }
}
