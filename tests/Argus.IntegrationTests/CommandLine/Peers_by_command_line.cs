using System.Security.Cryptography;
using System.Text.Json;

namespace Argus.IntegrationTests.CommandLine;

[Collection(AdministeredNodeCollection.Name)]
public class Peers_by_command_line(AdministeredNode administered)
{
    [Fact]
    public async Task are_applied_listed_shown_disabled_enabled_and_removed()
    {
        using var key = RSA.Create(2048);
        (await administered.RunAsync("apply", "-f", administered.Write("allied.json", """{ "tenants": [ { "tenant": "allied", "resources": [ { "resource": "urn:api", "scopes": ["read"] } ] } ] }"""))).IsDone();
        var peer = administered.Write(
            "peer.json",
            $$"""{ "issuer": "https://auth.ally.example", "subject_prefix": "ally:", "audiences": ["urn:api"], "scope": "read", "public_keys": [{{JsonSerializer.Serialize(key.ExportSubjectPublicKeyInfoPem())}}] }""");

        Assert.Equal("ally", (await RunAsync("apply", "ally", "-f", peer)).GetProperty("name").GetString());
        Assert.Equal("https://auth.ally.example", (await RunAsync("list")).GetProperty("items")[0].GetProperty("issuer").GetString());
        Assert.False((await RunAsync("disable", "ally")).GetProperty("enabled").GetBoolean());
        Assert.True((await RunAsync("enable", "ally")).GetProperty("enabled").GetBoolean());
        Assert.Contains("ally:", (await administered.RunAsync("peers", "show", "ally", "-t", "allied")).IsDone().Output, StringComparison.Ordinal);
        (await administered.RunAsync("peers", "remove", "ally", "-t", "allied")).IsDone();
        (await administered.RunAsync("peers", "show", "ally", "-t", "allied")).Fails(1, "peer_unknown: ");
        (await administered.RunAsync("peers", "show", "..", "-t", "allied")).Fails(2, "NAME is not a peer's");
        (await administered.RunWithAsync($$"""{"public_keys":[{{JsonSerializer.Serialize(key.ExportPkcs8PrivateKeyPem())}}]}""", [], "peers", "apply", "ally", "-t", "allied", "-f", "-")).Fails(1, "holds a private key");
    }

    private async Task<JsonElement> RunAsync(params string[] arguments) => (await administered.RunAsync(["peers", .. arguments, "-t", "allied", "--json"])).IsDone().Json;
}
