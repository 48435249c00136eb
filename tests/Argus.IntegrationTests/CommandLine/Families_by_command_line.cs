using System.Text.Json;
using Argus.Authority.Sessions;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.CommandLine;

[Collection(AdministeredNodeCollection.Name)]
public class Families_by_command_line(AdministeredNode administered)
{
    private const string Tenant = "granted";

    private readonly Grants _grants = new(administered.Node, Tenant);

    [Fact]
    public async Task are_listed_by_user_and_client()
    {
        var (alices, bobs) = (await _grants.OpenAsync(), await _grants.OpenAsync("bob", "app"));

        var listed = Items(await administered.RunAsync("families", "list", "-t", Tenant, "--subject", "bob", "--client", "app", "--json"));
        Assert.Contains(bobs.Id.Value, listed.Select(family => family.GetProperty("family").GetString()));
        Assert.DoesNotContain(alices.Id.Value, listed.Select(family => family.GetProperty("family").GetString()));

        var table = (await administered.RunAsync("families", "list", "-t", Tenant)).IsDone().Output;
        Assert.Contains(alices.Id.Value, table, StringComparison.Ordinal);
        Assert.Contains("active", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task are_shown_with_their_history_and_revoked()
    {
        var family = await _grants.OpenAsync();
        await _grants.RefreshAsync(family);

        var revoked = (await administered.RunAsync("families", "revoke", family.Id.Value, "-t", Tenant, "--reason", "@ lost phone")).IsDone().Output;
        var shown = (await administered.RunAsync("families", "show", family.Id.Value, "-t", Tenant)).IsDone().Output;

        Assert.Equal(shown, revoked);
        var lines = shown.Split('\n');
        string[] happened = ["family.authorized", "family.opened", "refresh.rotated", "family.revoked"];
        Assert.Equal(happened, lines.Select(line => happened.FirstOrDefault(type => line.Contains(type, StringComparison.Ordinal))).OfType<string>());
        Assert.Contains("192.0.2.7 a browser", shown, StringComparison.Ordinal);
        Assert.Contains("reason=@ lost phone", shown, StringComparison.Ordinal);
        (await administered.Node.IntrospectAsync($"/t/{Tenant}", Known.OrdersApi, family.AccessToken)).IsInactive();
    }

    [Fact]
    public async Task have_sessions_that_are_listed_and_ended()
    {
        var (session, cookie) = await administered.Node.Service<BrowserSessions>().SignInAsync(
            _grants.View,
            null,
            _grants.SubjectOf("bob"),
            new Authentication("pwd", NameSet.Of("pwd"), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), null),
            new Origin("user:spec", "sessions"));

        var listed = Items(await administered.RunAsync("sessions", "list", "-t", Tenant, "--subject", "bob", "--json"));
        Assert.Equal("live", listed.Single(item => item.GetProperty("session").GetString() == session.Id.Value).GetProperty("status").GetString());

        Assert.Contains("ended", (await administered.RunAsync("sessions", "end", session.Id.Value, "-t", Tenant, "--reason", "left open")).IsDone().Output, StringComparison.Ordinal);
        Assert.Null(await administered.Node.Service<BrowserSessions>().FindAsync(_grants.View, cookie));
    }

    [Fact]
    public async Task die_with_what_is_revoked_by_jti_by_subject_and_by_client()
    {
        var (first, second) = (await _grants.OpenAsync("bob"), await _grants.OpenAsync("bob"));
        var token = (await administered.Node.TokenAsync($"/t/{Tenant}", Known.Billing)).AccessToken;

        Assert.Contains("on record at position", (await RevokeAsync("--jti", new Compact(first.AccessToken).Jti)).IsDone().Output, StringComparison.Ordinal);
        await DeadAsync(first.AccessToken);
        Assert.Equal(_grants.SubjectOf("bob").Value, (await RevokeAsync("--subject", "bob", "--json")).IsDone().Json.GetProperty("subject").GetString());
        await DeadAsync(second.AccessToken);
        (await RevokeAsync("--client", "billing", "--not-before", "2026-01-01T00:00:00+01:00")).IsDone();
        (await administered.Node.IntrospectAsync($"/t/{Tenant}", Known.OrdersApi, token)).IsActive();
        (await RevokeAsync("--client", "billing")).IsDone();
        await DeadAsync(token);
    }

    [Fact]
    public async Task that_are_not_named_well_are_not_touched()
    {
        (await administered.RunAsync("families", "show", "x", "-t", Tenant)).Fails(2, "ID is not a family's");
        (await administered.RunAsync("families", "show", "06drj5o06drj5o06drj5o06dr0", "-t", Tenant)).Fails(1, "family_unknown: ");
        (await administered.RunAsync("families", "revoke", "06drj5o06drj5o06drj5o06dr0", "-t", Tenant)).Fails(2, "--reason");
        (await administered.RunAsync("sessions", "end", "x", "-t", Tenant, "--reason", "r")).Fails(2, "ID is not a session's");
        (await administered.RunAsync("token", "revoke", "-t", Tenant)).Fails(2, "One of TOKEN, --jti, --subject, --client and --all is needed");
        (await administered.RunAsync("token", "revoke", "-t", Tenant, "--subject", "bob")).Fails(2, "--reason is needed");
        (await RevokeAsync("--subject", "bob", "--all")).Fails(2, "One of TOKEN");
        (await RevokeAsync("--subject", "bob", "--not-before", "yesterday")).Fails(2, "--not-before is not an RFC 3339 time");
        (await RevokeAsync("some-token")).Fails(2, "gives no --reason");
        (await RevokeAsync("--subject", "nobody")).Fails(1, "subject_unknown: ");
    }

    private Task<Ended> RevokeAsync(params string[] what) => administered.RunAsync([.. (string[])["token", "revoke", "-t", Tenant, "--reason", "r"], .. what]);

    private async Task DeadAsync(string token) => (await administered.Node.IntrospectAsync($"/t/{Tenant}", Known.OrdersApi, token)).IsInactive();

    private static JsonElement[] Items(Ended list) => [.. list.IsDone().Json.GetProperty("items").EnumerateArray()];
}
