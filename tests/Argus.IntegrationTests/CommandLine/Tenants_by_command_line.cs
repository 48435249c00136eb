using System.Text.Json;

namespace Argus.IntegrationTests.CommandLine;

[Collection(AdministeredNodeCollection.Name)]
public class Tenants_by_command_line(AdministeredNode administered)
{
    [Fact]
    public async Task are_applied_and_listed()
    {
        var document = administered.Write("document.json", """{ "tenants": [ { "tenant": "applied", "display_name": "Applied" }, { "tenant": "applied-too" } ] }""");

        var applied = (await administered.RunAsync("apply", "-f", document, "--json")).IsDone().Json;
        var listed = (await administered.RunAsync("tenants", "list", "--json")).IsDone().Json;

        Assert.Equal(["applied", "applied-too"], Names(applied, "tenant"));
        Assert.Subset(Names(listed, "tenant").ToHashSet(), new HashSet<string> { "applied", "applied-too", "system", "main" });
        Assert.Contains("Applied", (await administered.RunAsync("tenants", "show", "applied")).IsDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task of_a_faulty_document_are_refused_with_the_place()
    {
        (await administered.RunWithAsync("""{ "tenants": [ { "tenant": "faulty", "colour": "red" } ] }""", [], "apply", "-f", "-")).Fails(1, "colour");
        (await administered.RunWithAsync("""{ "tenants": [ { "tenant": "FAULTY" } ] }""", [], "apply", "-f", "-")).Fails(1, "bad_document: tenants[0].tenant");
        (await administered.RunAsync("tenants", "show", "faulty")).Fails(1, "tenant_unknown: ");
    }

    [Fact]
    public async Task are_disabled_and_enabled_by_name_only()
    {
        (await administered.RunAsync("tenants", "disable")).Fails(2, "Which tenant?");

        Assert.False((await administered.RunAsync("tenants", "disable", "switched", "--json")).IsDone().Json.GetProperty("enabled").GetBoolean());
        Assert.True((await administered.RunAsync("tenants", "enable", "-t", "switched", "--json")).IsDone().Json.GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task have_clients_that_are_listed_disabled_and_enabled()
    {
        Assert.Equal(["billing", "orders-api"], Names((await administered.RunAsync("clients", "list", "-t", "switched", "--json")).IsDone().Json, "client_id"));

        Assert.False((await administered.RunAsync("clients", "disable", "billing", "-t", "switched", "--json")).IsDone().Json.GetProperty("enabled").GetBoolean());
        Assert.Contains("no", (await administered.RunAsync("clients", "show", "billing", "-t", "switched")).IsDone().Output, StringComparison.Ordinal);
        Assert.True((await administered.RunAsync("clients", "enable", "billing", "-t", "switched", "--json")).IsDone().Json.GetProperty("enabled").GetBoolean());
        (await administered.RunAsync("clients", "disable", "nobody", "-t", "switched")).Fails(1, "client_unknown: ");

        // In a URL that would be the tenant itself.
        (await administered.RunAsync("clients", "disable", "..", "-t", "switched")).Fails(2, "ID is not a client's");
    }

    [Fact]
    public async Task have_users_that_are_listed_shown_disabled_enabled_and_removed()
    {
        var document = administered.Write(
            "users.json",
            """{ "tenants": [ { "tenant": "staffed", "users": [ { "username": "Bob", "password": "battery staple" }, { "username": "alice b/c", "password": "correct horse", "claims": { "name": "Alice" } } ] } ] }""");
        (await administered.RunAsync("apply", "-f", document)).IsDone();

        Assert.Equal(["bob", "alice b/c"], Names((await administered.RunAsync("users", "list", "-t", "staffed", "--json")).IsDone().Json, "username"));
        Assert.Contains("Alice", (await administered.RunAsync("users", "show", "alice b/c", "-t", "staffed")).IsDone().Output, StringComparison.Ordinal);
        Assert.False((await administered.RunAsync("users", "disable", "BOB", "-t", "staffed", "--json")).IsDone().Json.GetProperty("enabled").GetBoolean());
        Assert.True((await administered.RunAsync("users", "enable", "bob", "-t", "staffed", "--json")).IsDone().Json.GetProperty("enabled").GetBoolean());
        Assert.Contains("removed", (await administered.RunAsync("users", "remove", "bob", "-t", "staffed")).IsDone().Output, StringComparison.Ordinal);
        (await administered.RunAsync("users", "remove", "bob", "-t", "staffed")).Fails(1, "user_unknown: ");
        (await administered.RunAsync("users", "show", "..", "-t", "staffed")).Fails(2, "NAME is not a user's");
    }

    [Fact]
    public async Task have_clients_that_are_shown_and_removed()
    {
        var document = administered.Write("removing.json", """
            { "tenants": [ { "tenant": "removing", "clients": [ { "client_id": "urn:app/one", "client_name": "One", "token_endpoint_auth_method": "none",
              "grant_types": ["authorization_code"], "redirect_uris": ["https://one.example/cb"] } ] } ] }
            """);
        (await administered.RunAsync("apply", "-f", document)).IsDone();

        Assert.Contains("https://one.example/cb", (await administered.RunAsync("clients", "show", "urn:app/one", "-t", "removing")).IsDone().Output, StringComparison.Ordinal);
        (await administered.RunAsync("clients", "remove", "urn:app/one", "-t", "removing")).IsDone();
        (await administered.RunAsync("clients", "remove", "urn:app/one", "-t", "removing")).Fails(1, "client_unknown: ");
        Assert.Empty(Names((await administered.RunAsync("clients", "list", "-t", "removing", "--json")).IsDone().Json, "client_id"));
        (await administered.RunAsync("clients", "remove", "argus-admin", "-t", "system")).Fails(1, "administrator_client: ");
    }

    private static IEnumerable<string> Names(JsonElement list, string member) =>
        list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty(member).GetString()!);
}
