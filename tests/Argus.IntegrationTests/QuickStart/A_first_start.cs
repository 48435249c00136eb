using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.QuickStart;

public class A_first_start
{
    [Fact]
    public async Task prints_two_lines_that_work_when_pasted_and_keeps_its_secrets_to_its_owner()
    {
        await using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Path, Ports.Free());

        var lines = await server.CurlLinesAsync();
        await ThePastedLinesWork(lines);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, place.Mode("credentials.json"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, place.Mode("kek"));
        var secrets = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(place.File("credentials.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(["argus-admin", "demo-api", "demo-client"], secrets.Keys.Order());
        Assert.DoesNotContain(secrets["argus-admin"], server.Output, StringComparison.Ordinal);
        Assert.Contains(place.File("credentials.json"), server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_followed_by_starts_that_print_no_secrets_and_work_with_the_old_data()
    {
        await using var place = new Place();
        var port = Ports.Free();
        string[] first;
        await using (var server = await ServerProcess.StartAsync(place.Path, port))
        {
            first = await server.CurlLinesAsync();
            await server.TerminateAsync();
            Assert.Equal(0, await server.EndsAsync(TimeSpan.FromSeconds(60)));
        }

        Assert.Empty(Processes.Mentioning(place.Path));
        await using var second = await ServerProcess.StartAsync(place.Path, port);
        var secrets = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(place.File("credentials.json"), TestContext.Current.CancellationToken))!;
        await ThePastedLinesWork(first);
        await ThePastedLinesWork(await second.CurlLinesAsync(), ("SECRET_OF_DEMO_CLIENT", secrets["demo-client"]), ("SECRET_OF_DEMO_API", secrets["demo-api"]));
        await Shell.RunAsync(first[0].Replace("client_credentials", secrets["demo-client"], StringComparison.Ordinal));
        await Shell.RunAsync(first[0].Replace("demo-client:", "demo-client:x", StringComparison.Ordinal));
        await Eventually.Holds("the refusals are logged", TimeSpan.FromSeconds(60), () => second.Output.Contains("unsupported_grant_type", StringComparison.Ordinal) && second.Output.Contains("invalid_client", StringComparison.Ordinal));
        Assert.All(secrets.Values, secret => Assert.DoesNotContain(secret, second.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task works_for_an_ordinary_user_as_for_root()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("The tests do not run as root: the other starts here are an ordinary user's.");
        await using var place = new Place();
        await Shell.RunAsync($"cp -r {AppContext.BaseDirectory} {place.Path}/programs && chmod -R a+rX {place.Path} && mkdir {place.Path}/home && chown nobody {place.Path}/home");

        await using var server = await ServerProcess.StartAsync(
            Path.Combine(place.Path, "home"), Ports.Free(), ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "env", $"HOME={place.Path}/home"],
            Path.Combine(place.Path, "programs", "Argus.Server.dll"));

        await ThePastedLinesWork(await server.CurlLinesAsync());
        Assert.NotEqual(0u, Processes.User(server.Id));
        await server.TerminateAsync();
        Assert.Equal(0, await server.EndsAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task works_by_dotnet_run_from_another_directory()
    {
        var project = Checkout.Find("src/Argus.Server");
        Assert.SkipWhen(project is null, "The sources are not above the tests.");
        await using var place = new Place();
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        var port = Ports.Free();
        await using var run = ServerProcess.Launch(place.Path,
            ["dotnet", "run", "--no-build", "-c", configuration, "--project", project!, "--", "--urls", $"http://localhost:{port}", "--Argus:PublicUrl", $"http://localhost:{port}"]);
        await run.PrintsAsync("Get one and introspect it");

        await ThePastedLinesWork(await run.CurlLinesAsync());
        Assert.True(File.Exists(place.File("credentials.json")), "the data is not where the command was given");

        var server = Assert.Single(Processes.Mentioning($"localhost:{port}"), process => process.Id != run.Id);
        await Shell.RunAsync($"kill -TERM {server.Id}");
        Assert.Equal(0, await run.EndsAsync(TimeSpan.FromSeconds(60)));
    }

    internal static async Task ThePastedLinesWork(string[] lines, params (string, string)[] environment)
    {
        var token = JsonDocument.Parse(await Shell.RunAsync(lines[0], environment)).RootElement;
        Assert.Equal(3, token.GetProperty("access_token").GetString()!.Split('.').Length);
        var introspection = JsonDocument.Parse(await Shell.RunAsync(lines[1], environment)).RootElement;
        Assert.True(introspection.GetProperty("active").GetBoolean(), introspection.GetRawText());
        Assert.Equal("demo.read", introspection.GetProperty("scope").GetString());
    }
}
