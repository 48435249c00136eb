using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Families;

[Collection(FamilyNodesCollection.Name)]
public class The_history_of_a_family(FamilyNodes nodes)
{
    private readonly Grants _grants = new(nodes.First, "looked-at");

    [Fact]
    public async Task is_everything_that_happened_as_it_happened()
    {
        var first = await _grants.OpenAsync();
        var second = (await _grants.RefreshAsync(first))!;
        Assert.Equal(second.RefreshToken, (await _grants.RefreshAsync(first))!.RefreshToken);
        (await nodes.First.IntrospectAsync("/t/looked-at", Known.OrdersApi, second.AccessToken)).IsActive();
        await Eventually.Holds("the confirmation is on record", TimeSpan.FromSeconds(60), async () => Types(await ShowAsync(first)).Contains("refresh.confirmed"));
        Assert.NotNull(await _grants.RefreshAsync(second));
        Assert.Null(await _grants.RefreshAsync(first));
        Assert.Null(await _grants.RefreshAsync(second));

        var family = await ShowAsync(first);

        Assert.Equal(
            ["family.authorized", "family.opened", "refresh.rotated", "refresh.retried", "refresh.confirmed", "refresh.rotated", "family.revoked", "refresh.rejected"],
            Types(family));
        var history = family.GetProperty("history").EnumerateArray().ToArray();
        Assert.Equal("concurrent", history[3].GetProperty("kind").GetString());
        Assert.Equal(("reuse", "family_revoked"), (history[6].GetProperty("reason").GetString(), history[7].GetProperty("reason").GetString()));
        Assert.Equal(("revoked", "reuse", 2), (Text(family, "status"), Text(family, "revocation_reason"), family.GetProperty("generation").GetInt32()));
        Assert.All(history, happening => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", Text(happening, "time")));
        var positions = history.Select(happening => happening.GetProperty("position").GetInt64()).ToArray();
        Assert.Equal(positions.Order(), positions);
    }

    [Fact]
    public async Task says_who_did_it_and_when_and_from_where_and_holds_no_digest()
    {
        var family = await ShowAsync(await _grants.OpenAsync());

        var (authorized, opened) = (family.GetProperty("history")[0], family.GetProperty("history")[1]);
        Assert.Equal(("client:spa", "192.0.2.7", "a browser"), (Text(opened, "actor"), Text(opened, "source"), Text(opened, "user_agent")));
        Assert.Equal(_grants.SubjectOf("alice").Value, Text(authorized, "subject"));
        Assert.Equal(Text(opened, "exp"), Text(family, "expires_at"));
        Assert.Equal($"{Text(family, "family")}.1", Text(opened.GetProperty("token"), "jti"));
        Assert.True(opened.GetProperty("token").GetProperty("exp").GetDateTimeOffset() > authorized.GetProperty("auth_time").GetDateTimeOffset());
        Assert.DoesNotContain("digest", family.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("challenge", family.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_of_no_family_that_there_is_not()
    {
        foreach (var id in new[] { "06drj5o06drj5o06drj5o06dr0", "x" })
            (await nodes.Admin.GetAsync($"/tenants/looked-at/families/{id}")).IsProblem(404, "family_unknown");
        (await nodes.Admin.GetAsync($"/tenants/ended/families/{(await _grants.OpenAsync()).Id}")).IsProblem(404, "family_unknown");
    }

    private async Task<JsonElement> ShowAsync(Granted granted) => (await nodes.Admin.GetAsync($"/tenants/looked-at/families/{granted.Id}")).Json;

    private static string[] Types(JsonElement family) => [.. family.GetProperty("history").EnumerateArray().Select(happening => Text(happening, "type")!)];

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}
