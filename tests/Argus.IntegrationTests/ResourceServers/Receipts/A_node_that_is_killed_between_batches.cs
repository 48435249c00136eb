using System.Security.Cryptography;
using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.IntegrationTests.QuickStart;

namespace Argus.IntegrationTests.ResourceServers.Receipts;

public class A_node_that_is_killed_between_batches(TestPostgres postgres)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    /// <summary>The API goes on with the keys that it has; every decision is counted once in the end.</summary>
    [Fact]
    public async Task loses_no_receipt_and_counts_none_twice()
    {
        using var key = RSA.Create(2048);
        var directory = ScratchDirectory.Create("argus-killed-");
        var (database, port) = (await postgres.NewDatabaseAsync(), Ports.Free());
        var provisioning = Path.Combine(directory, "provisioning.json");
        await File.WriteAllTextAsync(provisioning, $$"""{ "tenants": [ {{ReceiptNodes.Tenant("acme", key)}} ] }""", TestContext.Current.CancellationToken);
        var server = await StartAsync();
        try
        {
            var issuer = $"http://127.0.0.1:{port}/t/acme";
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            var token = await TokenAsync(http, $"{issuer}/oauth/token", Known.Billing, "");
            await using var api = await ReceiptApi.StartAsync(issuer, key);
            var asked = 0;
            for (var kill = 0; kill < 2; kill++)
            {
                asked += await AskAsync(api, token);
                await server.KillAsync();
                asked += await AskAsync(api, token);
                server = await StartAsync();
            }

            asked += await AskAsync(api, token);
            var admin = await TokenAsync(http, $"http://127.0.0.1:{port}/t/system/oauth/token", Known.Administrator, $"&resource={Client.Form($"http://127.0.0.1:{port}/admin")}");
            var verifier = default(JsonElement);
            await Eventually.Holds($"{asked} decisions are on record", Bound, async () =>
                (verifier = await VerifierAsync(http, port, admin)).ValueKind == JsonValueKind.Object && verifier.GetProperty("accepted").GetInt64() >= asked);

            Assert.Equal((asked, 0L), (verifier.GetProperty("accepted").GetInt64(), verifier.GetProperty("lost").GetInt64()));
        }
        finally
        {
            await server.DisposeAsync();
            Directory.Delete(directory, recursive: true);
        }

        Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
            directory, port, more:
            ["--ConnectionStrings:Argus", database, "--Argus:DataDirectory", Path.Combine(directory, "node"), "--Argus:Provisioning", provisioning, .. Known.AdminSettings]);
    }

    /// <summary>Over some batches. The API's keys may have to come first: what it cannot decide is no decision to accept.</summary>
    private static async Task<int> AskAsync(ReceiptApi api, string token)
    {
        const int Times = 40;
        for (var i = 0; i < Times; i++)
        {
            await Eventually.Holds("the API accepts it", Bound, async () => await api.AskAsync(token) == 200);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return Times;
    }

    private static async Task<string> TokenAsync(HttpClient http, string url, Client client, string more)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.Authorization = client.Basic;
        request.Content = new StringContent($"grant_type=client_credentials{more}", null, "application/x-www-form-urlencoded");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<JsonElement> VerifierAsync(HttpClient http, int port, string admin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/admin/v1/tenants/acme/verifiers");
        request.Headers.Authorization = new("Bearer", admin);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("items").EnumerateArray().SingleOrDefault();
    }
}
