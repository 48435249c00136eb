using System.Security.Cryptography;
using System.Text.Json;
using Argus.IntegrationTests.CommandLine;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.ResourceServers.Receipts;

public class A_rotation_that_waits_for_verifiers(TestPostgres postgres)
{
    private const string Tenant = "waiting";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task goes_on_when_two_of_three_have_seen_the_next_key()
    {
        using var key = RSA.Create(2048);
        await using var node = await StartAsync(key);
        FakeVerifier[] verifiers = [.. Enumerable.Range(0, 3).Select(_ => new FakeVerifier(key, node.Issuer($"/t/{Tenant}")))];
        foreach (var verifier in verifiers)
            await TellAsync(node, verifier);
        var admin = new AdminApi(node);

        var next = default(JsonElement);
        await Eventually.Holds("the activation is held", Bound, async () =>
            (next = (await KeysAsync(admin)).FirstOrDefault(each => Text(each, "state") == "next")).ValueKind == JsonValueKind.Object
            && next.GetProperty("held").ValueKind == JsonValueKind.Object);
        var held = next.GetProperty("held");
        Assert.Equal((66, 3), (held.GetProperty("needed").GetInt32(), held.GetProperty("verifiers").GetInt32()));
        var kid = Text(next, "kid")!;
        Assert.Contains("verifiers have seen it, 66 % must have", await CommandAsync(node, "keys", "list"), StringComparison.Ordinal);
        Assert.Contains("(held)", await CommandAsync(node, "compliance"), StringComparison.Ordinal);
        Assert.Contains(verifiers[0].Verifier, await CommandAsync(node, "verifiers"), StringComparison.Ordinal);

        await TellAsync(node, verifiers[0], kid);
        Assert.Equal("next", await StateAsync(admin, kid));

        await TellAsync(node, verifiers[2], kid);
        await Eventually.Holds("the key signs", Bound, async () => await StateAsync(admin, kid) is "active" or "retiring");
        Assert.NotEmpty(await node.EntriesAsync(Tenant, "key.activation_held"));
        Assert.Empty(await node.EntriesAsync(Tenant, "key.hold_lapsed"));
    }

    private async Task<TestNode> StartAsync(RSA key) => await TestNode.StartAsync(new NodeSettings
    {
        ConnectionString = await postgres.NewDatabaseAsync(),
        Provisioning = $$"""
            { "tenants": [ {{ReceiptNodes.Tenant(Tenant, key, $$"""{ {{Admin.AdminNode.Small}}, "rotation_verifier_share": 66, "rotation_verifier_patience": 600 }""")}} ] }
            """,
        More = [.. Known.AdminSettings, "--Argus:AppendTimeout", "30"],
    });

    private static async Task TellAsync(TestNode node, FakeVerifier verifier, params string[] kids) =>
        Assert.Equal(204, (await FakeVerifier.PostAsync(node, Tenant, verifier.Next(kids))).Status);

    private static async Task<JsonElement[]> KeysAsync(AdminApi admin) => [.. (await admin.GetAsync($"/tenants/{Tenant}/keys")).Json.GetProperty("items").EnumerateArray()];

    private static async Task<string?> StateAsync(AdminApi admin, string kid) => Text((await KeysAsync(admin)).Single(key => Text(key, "kid") == kid), "state");

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();

    private static async Task<string> CommandAsync(TestNode node, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["ARGUS_URL"] = node.Url.ToString(), ["ARGUS_CLIENT_SECRET"] = Known.Administrator.Secret };
        return (await ArgusProcess.RunAsync(Path.GetTempPath(), environment, "", [.. arguments, "-t", Tenant])).IsDone().Output;
    }
}
