using Argus.IntegrationTests.Admin.Families;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Revocations;

/// <summary>CVE-2026-18218 (Keycloak #51279): there, one not-before hid another. What is older, narrower or named later must hide nothing.</summary>
[Collection(FamilyNodesCollection.Name)]
public class Each_not_before_is_looked_at_on_its_own(FamilyNodes nodes)
{
    private readonly Grants _grants = new(nodes.First, "bounded");

    [Fact]
    public async Task an_older_bound_of_the_client_hides_no_newer_one_of_the_subject()
    {
        await RevokeAsync(""" "client": "spa" """);
        var token = await _grants.OpenAsync();
        await RevokeAsync(""" "subject": "alice" """);

        await DeadAsync(token);
    }

    [Fact]
    public async Task an_older_bound_of_the_subject_hides_no_newer_one_of_the_client()
    {
        await RevokeAsync(""" "subject": "alice" """);
        var token = await _grants.OpenAsync();
        await RevokeAsync(""" "client": "spa" """);

        await DeadAsync(token);
    }

    [Fact]
    public async Task a_bound_that_is_named_later_for_an_earlier_moment_hides_no_bound_of_its_own_kind()
    {
        var moment = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        var token = await _grants.OpenAsync("bob", "app");
        await RevokeAsync(""" "subject": "bob" """);
        await RevokeAsync($""" "subject": "bob", "not_before": "{moment}" """);
        await RevokeAsync($""" "client": "app", "not_before": "{moment}" """);
        await RevokeAsync($""" "tenant": true, "not_before": "{moment}" """);

        await DeadAsync(token);
        (await nodes.First.IntrospectAsync("/t/bounded", Known.OrdersApi, (await _grants.OpenAsync("bob", "app")).AccessToken)).IsActive();
    }

    private async Task RevokeAsync(string target) =>
        Assert.Equal(200, (await nodes.Admin.PostAsync("/tenants/bounded/revocations", $$"""{ "reason": "a leak", {{target}} }""")).Status);

    private async Task DeadAsync(Granted family)
    {
        (await nodes.First.IntrospectAsync("/t/bounded", Known.OrdersApi, family.AccessToken)).IsInactive();
        Assert.Null(await _grants.RefreshAsync(family));
    }
}
