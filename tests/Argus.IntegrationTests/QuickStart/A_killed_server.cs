using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.QuickStart;

public class A_killed_server
{
    [Fact]
    public async Task is_followed_at_once_by_one_on_the_same_port_and_data_that_knows_every_token()
    {
        await using var place = new Place();
        var port = Ports.Free();
        string[] lines;
        string token;
        await using (var killed = await ServerProcess.StartAsync(place.Path, port))
        {
            lines = await killed.CurlLinesAsync();
            token = JsonDocument.Parse(await Shell.RunAsync(lines[0])).RootElement.GetProperty("access_token").GetString()!;
            await killed.KillAsync();
        }

        await using var next = await ServerProcess.StartAsync(place.Path, port);

        await A_first_start.ThePastedLinesWork(lines);
        var api = lines[1].Split(' ')[3];
        var introspected = await Shell.RunAsync($"curl -s -u {api} -d token={token} http://127.0.0.1:{port}/oauth/introspect");
        Assert.True(JsonDocument.Parse(introspected).RootElement.GetProperty("active").GetBoolean(), introspected);
        Assert.Single(Processes.Mentioning(place.Path), process => process.Arguments[0].EndsWith("/postgres", StringComparison.Ordinal));
    }

    [Fact]
    public async Task leaves_nothing_running()
    {
        await using var place = new Place();
        await using var killed = await ServerProcess.StartAsync(place.Path, Ports.Free());
        Assert.NotEmpty(Processes.Mentioning(place.Path));

        await killed.KillAsync();

        await Eventually.Holds("its PostgreSQL is gone", TimeSpan.FromSeconds(60), () => Processes.Mentioning(place.Path).Count == 0);
    }

    [Fact]
    public async Task in_the_middle_of_its_first_start_does_no_harm()
    {
        await using var place = new Place();
        foreach (var made in new[] { ".argus", ".argus/postgres", ".argus/credentials.json" })
        {
            await using var killed = ServerProcess.Launch(place.Path, null, null, "--urls", $"http://127.0.0.1:{Ports.Free()}");
            await Eventually.Holds($"{made} is there", TimeSpan.FromSeconds(60), () => Path.Exists(Path.Combine(place.Path, made)) || killed.HasExited);
            Assert.False(killed.HasExited, killed.Output);
            await killed.KillAsync();
        }

        await using var next = await ServerProcess.StartAsync(place.Path, Ports.Free());
        var secrets = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(place.File("credentials.json"), TestContext.Current.CancellationToken))!;
        await A_first_start.ThePastedLinesWork(
            await next.CurlLinesAsync(), ("SECRET_OF_DEMO_CLIENT", secrets["demo-client"]), ("SECRET_OF_DEMO_API", secrets["demo-api"]));
    }
}
