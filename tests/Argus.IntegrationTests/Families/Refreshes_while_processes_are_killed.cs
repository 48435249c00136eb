using System.Net;
using System.Text;
using System.Web;
using Argus.Authority;
using Argus.Authority.Families;
using Argus.Authority.Views;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.QuickStart;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Embedded;
using Argus.Postgres.Log;

namespace Argus.IntegrationTests.Families;

/// <summary>
/// Clients refresh without a pause while the node, or its PostgreSQL, is killed again and again. Afterwards every token that a client received is in the log, each
/// family has one live refresh token, the one that its client holds or can ask for again, and nobody was logged out.
/// </summary>
public class Refreshes_while_processes_are_killed
{
    private const int Stores = 12;

    /// <summary>Wide windows, for a node takes seconds to come back; each retry is still one of few.</summary>
    private const string Windows = "\"policy\": { \"refresh_concurrency_window\": 10, \"refresh_retry_window\": 60 },";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    [Fact]
    public Task lose_nothing_when_the_node_dies() => SurviveAsync(3, KillNodeAsync);

    [Fact]
    public Task lose_nothing_when_PostgreSQL_dies() => SurviveAsync(3, KillPostgresAsync);

    [Fact(Explicit = true)]
    [Trait("Category", "Soak")]
    public Task lose_nothing_when_the_node_dies_a_hundred_times() => SurviveAsync(100, KillNodeAsync);

    [Fact(Explicit = true)]
    [Trait("Category", "Soak")]
    public Task lose_nothing_when_PostgreSQL_dies_a_hundred_times() => SurviveAsync(100, KillPostgresAsync);

    private static async Task<ServerProcess> KillNodeAsync(ServerProcess server, PrivatePostgres postgres, Func<Task<ServerProcess>> start)
    {
        await server.KillAsync();
        return await start();
    }

    private static Task<ServerProcess> KillPostgresAsync(ServerProcess server, PrivatePostgres postgres, Func<Task<ServerProcess>> start)
    {
        PosixCalls.Signal(postgres.ProcessId, 9);
        return Task.FromResult(server);
    }

    private static async Task SurviveAsync(int kills, Func<ServerProcess, PrivatePostgres, Func<Task<ServerProcess>>, Task<ServerProcess>> killAsync)
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();
        var provisioning = Path.Combine(folder.Top, "provisioning.json");
        await File.WriteAllTextAsync(provisioning, $$"""{ "tenants": [ {{Walks.Tenant("acme", Windows)}} ] }""");
        var port = Ports.Free();
        var server = await StartAsync();
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(15) };
            var issuer = new Uri($"http://127.0.0.1:{port}/t/acme/");
            var stores = (await OpenAsync(issuer)).Select(token => new TokenStore(http, new Uri(issuer, "oauth/token"), token)).ToArray();
            using var stopping = new CancellationTokenSource();
            var running = stores.Select(store => Task.Run(() => store.RunAsync(stopping.Token))).ToArray();
            for (var kill = 0; kill < kills; kill++)
            {
                await UntilMoreArrivesAsync(stores);
                server = await killAsync(server, postgres, StartAsync);
            }

            await UntilMoreArrivesAsync(stores);
            await stopping.CancelAsync();
            await Task.WhenAll(running);

            Assert.All(stores, store => Assert.Null(store.LoggedOutBy));
            Assert.True(stores.Sum(store => store.Failures) >= kills, "no kill was felt");
            await CheckLogAsync(postgres.ConnectionString, stores);
        }
        finally
        {
            await server.DisposeAsync();
        }

        Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
            folder.Top, port, more:
            ["--ConnectionStrings:Argus", postgres.ConnectionString, "--Argus:DataDirectory", Path.Combine(folder.Top, "node"), "--Argus:Provisioning", provisioning, "--Argus:AppendTimeout", "5"]);
    }

    private static Task UntilMoreArrivesAsync(TokenStore[] stores)
    {
        var before = stores.Select(store => store.AccessTokens.Count).ToArray();
        return Eventually.Holds("refreshes go on", Bound, () => stores.Zip(before).All(pair => pair.First.LoggedOutBy is not null || pair.First.AccessTokens.Count > pair.Second + 3));
    }

    /// <summary>Refresh tokens of as many families, got on the real pages.</summary>
    private static async Task<string[]> OpenAsync(Uri issuer)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        var url = new Uri(issuer, $"oauth/authorize?{Browser.Encode(Walks.Parameters(("client_id", "own"), ("scope", "offline_access orders.read")))}");
        var page = Pages.AllPages.Parse(await http.GetStringAsync(url)).Descendants("form").First();
        var typed = page.Descendants("input").Where(input => input.Attribute("type")?.Value == "hidden").Select(input => (input.Attribute("name")!.Value, input.Attribute("value")!.Value));
        using var form = Form([.. typed, ("username", Walks.Alice), ("password", Walks.Password)]);
        using var signedIn = await http.PostAsync(new Uri(url, page.Attribute("action")!.Value), form);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);

        var tokens = new List<string>();
        for (var number = 0; number < Stores; number++)
        {
            using var authorized = await http.GetAsync(url);
            var code = HttpUtility.ParseQueryString(authorized.Headers.Location!.Query)["code"]!;
            using var redemption = Form(
                ("grant_type", "authorization_code"), ("client_id", "own"), ("code", code), ("code_verifier", Walks.Verifier), ("redirect_uri", Walks.Callback));
            using var answer = await http.PostAsync(new Uri(issuer, "oauth/token"), redemption);
            using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            tokens.Add(json.RootElement.GetProperty("refresh_token").GetString()!);
        }

        return [.. tokens];
    }

    private static async Task CheckLogAsync(string connectionString, TokenStore[] stores)
    {
        await using var database = await ArgusDatabase.OpenAsync(connectionString, null, Bound, TestContext.Current.CancellationToken);
        await using var log = new PostgresEventLog(database, TimeProvider.System);
        var acme = TenantId.TryParse("acme", out var id) ? id : throw new InvalidOperationException();
        var issued = new IssuedTokens(log);
        foreach (var store in stores)
        {
            foreach (var token in store.AccessTokens)
            {
                var digest = System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]));
                Assert.True(Jti.TryParse(new Compact(token).Payload.GetProperty("jti").GetString(), out var jti));
                Assert.NotNull(await issued.FindAsync(acme, jti, digest));
            }

            var held = GrantToken.Parse(GrantTokenKind.RefreshToken, acme, store.RefreshToken)!;
            var entries = await log.ReadStreamAsync(acme.Value, FamilyState.StreamOf(held.Family), TestContext.Current.CancellationToken);
            var family = entries.Select(entry => EventCodec.Decode(entry.Bytes.Span))
                .Aggregate(FamilyState.Initial, (state, recorded) => FamilyState.Evolve(state, (IFamilyEvent)recorded.Event, recorded.Time, recorded.Position));
            Assert.Equal(FamilyStatus.Opened, family.Status);
            // The last answer may have been on its way when the stores were stopped.
            Assert.Contains(held.Digest, new[] { family.Head, family.Previous });
        }
    }

    private static StringContent Form(params (string Name, string Value)[] parameters)
    {
        var form = new StringContent(Browser.Encode(parameters));
        form.Headers.ContentType = new("application/x-www-form-urlencoded");
        return form;
    }
}
