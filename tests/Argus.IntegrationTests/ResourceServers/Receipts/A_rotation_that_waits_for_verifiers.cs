using System.Text.Json;
using Argus.IntegrationTests.CommandLine;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.ResourceServers.Receipts;

public class A_rotation_that_waits_for_verifiers(ReceiptNodes nodes) : IClassFixture<ReceiptNodes>
{
    private const string Tenant = "waiting";
    private const string Issuer = $"{Admin.AdminNode.Url}/t/{Tenant}";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task goes_on_when_two_of_three_have_seen_the_next_key()
    {
        FakeVerifier[] verifiers = [new(nodes.Key, Issuer), new(nodes.Key, Issuer), new(nodes.Key, Issuer)];
        foreach (var verifier in verifiers)
            await TellAsync(verifier);

        var next = default(JsonElement);
        await Eventually.Holds("the activation is held", Bound, async () =>
            (next = (await KeysAsync()).FirstOrDefault(key => Text(key, "state") == "next")).ValueKind == JsonValueKind.Object
            && next.GetProperty("held").ValueKind == JsonValueKind.Object);
        var held = next.GetProperty("held");
        Assert.Equal((66, 3), (held.GetProperty("needed").GetInt32(), held.GetProperty("verifiers").GetInt32()));
        var kid = Text(next, "kid")!;
        Assert.Contains("verifiers have seen it, 66 % must have", await CommandAsync("keys", "list"), StringComparison.Ordinal);
        Assert.Contains("(held)", await CommandAsync("compliance"), StringComparison.Ordinal);
        Assert.Contains(verifiers[0].Verifier, await CommandAsync("verifiers"), StringComparison.Ordinal);

        await TellAsync(verifiers[0], kid);
        Assert.Equal("next", await StateAsync(kid));

        await TellAsync(verifiers[2], kid);
        await Eventually.Holds("the key signs", Bound, async () => await StateAsync(kid) is "active" or "retiring");
        Assert.NotEmpty(await nodes.First.EntriesAsync(Tenant, "key.activation_held"));
        Assert.Empty(await nodes.First.EntriesAsync(Tenant, "key.hold_lapsed"));
    }

    private async Task TellAsync(FakeVerifier verifier, params string[] kids) =>
        Assert.Equal(204, (await FakeVerifier.PostAsync(nodes.Second, Tenant, verifier.Next(kids))).Status);

    private async Task<JsonElement[]> KeysAsync() => [.. (await nodes.Admin.GetAsync($"/tenants/{Tenant}/keys")).Json.GetProperty("items").EnumerateArray()];

    private async Task<string?> StateAsync(string kid) => Text((await KeysAsync()).Single(key => Text(key, "kid") == kid), "state");

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();

    private async Task<string> CommandAsync(params string[] arguments)
    {
        var ended = await ArgusProcess.RunAsync(
            Path.GetTempPath(),
            new Dictionary<string, string> { ["ARGUS_URL"] = nodes.First.Url.ToString(), ["ARGUS_CLIENT_SECRET"] = Known.Administrator.Secret, ["COLUMNS"] = "300" },
            "",
            [.. arguments, "-t", Tenant]);
        return ended.Output;
    }
}
