using System.Globalization;
using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Keys;

[Collection(AdminNodeCollection.Name)]
public class A_revoked_key(AdminNode admin)
{
    private static readonly string[] Members = ["kid", "compromised_since", "dry_run", "active_kid", "tokens", "clients", "subjects"];

    private readonly TestNode _node = admin.Node;
    private readonly AdminApi _admin = admin.Admin;

    [Fact]
    public async Task takes_with_it_exactly_what_the_log_shows_as_issued_since_the_leak()
    {
        const string tenant = "/t/leaked";
        var former = await _admin.KidAsync("leaked", "active");
        var early = new[] { await IssueAsync(tenant, Known.Billing), await IssueAsync(tenant, Known.BasicOnly) };
        var leak = await NextSecondAsync();
        var late = new[] { await IssueAsync(tenant, Known.Billing), await IssueAsync(tenant, Known.Billing) };
        Assert.Equal(202, (await _admin.ForceAsync("leaked")).Status);
        var after = new[] { await IssueAsync(tenant, Known.Billing), await IssueAsync(tenant, Known.BasicOnly) };
        Assert.All(early.Concat(late), token => Assert.Equal(former, LogReading.KidOf(token)));
        Assert.All(after, token => Assert.NotEqual(former, LogReading.KidOf(token)));
        var foreign = await IssueAsync("/t/acme", Known.BasicOnly);
        var ring = await ChangesAsync("leaked");

        var dry = await RevokeAsync("leaked", former!, leak, dryRun: true);

        Assert.Equal(Members, dry.Members);
        Assert.Equal(late.Select(token => new Compact(token).Jti), Texts(dry, "tokens"));
        Assert.Equal(["billing"], Texts(dry, "clients"));
        Assert.Equal(["client:billing"], Texts(dry, "subjects"));
        Assert.Equal(former, dry.Member("kid"));
        Assert.Equal(leak, dry.Json.GetProperty("compromised_since").GetDateTimeOffset());
        Assert.Equal(ring, await ChangesAsync("leaked"));
        foreach (var token in early.Concat(late).Concat(after))
            (await _node.IntrospectAsync(tenant, Known.OrdersApi, token)).IsActive();

        var real = await RevokeAsync("leaked", former!, leak, dryRun: false);

        Assert.Equal(dry.Text.Replace("\"dry_run\":true", "\"dry_run\":false", StringComparison.Ordinal), real.Text);
        Assert.DoesNotContain(former, (await _node.GetAsync($"{tenant}/.well-known/jwks.json")).Kids());
        foreach (var token in early.Concat(after).Append(await IssueAsync(tenant, Known.Billing)))
            (await _node.IntrospectAsync(tenant, Known.OrdersApi, token)).IsActive();
        foreach (var token in late)
            (await _node.IntrospectAsync(tenant, Known.OrdersApi, token)).IsInactive();
        (await _node.IntrospectAsync("/t/acme", Known.OrdersApi, foreign)).IsActive();

        var revoked = Assert.Single(await _node.EntriesAsync("leaked", "key.revoked"));
        Assert.Equal("admin:client:argus-admin", revoked.GetProperty("actor").GetString());
        Assert.Equal("a leak", revoked.GetProperty("data").GetProperty("reason").GetString());
        Assert.Equal(leak.ToUnixTimeSeconds(), revoked.GetProperty("data").GetProperty("compromised_since").GetInt64());
        var listed = Assert.Single(await _admin.KeysAsync("leaked"), key => key.Kid() == former);
        Assert.Equal(("revoked", "a leak"), (listed.State(), listed.GetProperty("revocation_reason").GetString()));

        // From an earlier moment on, later; never from a later one.
        var later = await NextSecondAsync();
        (await _admin.PostAsync($"/tenants/leaked/keys/{former}/revoke", Body(later, false))).IsProblem(409, "key_revoked_already");
        var all = await RevokeAsync("leaked", former!, null, dryRun: false);
        Assert.Equal(early.Concat(late).Select(token => new Compact(token).Jti), Texts(all, "tokens"));
        Assert.Equal(["basic-only", "billing"], Texts(all, "clients"));
        Assert.Equal(JsonValueKind.Null, all.Json.GetProperty("compromised_since").ValueKind);
        foreach (var token in early.Concat(late))
            (await _node.IntrospectAsync(tenant, Known.OrdersApi, token)).IsInactive();
    }

    [Fact]
    public async Task is_not_reported_to_take_what_has_expired()
    {
        var kid = await _admin.KidAsync("short", "active");
        var old = new Compact(await IssueAsync("/t/short", Known.BasicOnly));
        var end = old.Payload.GetProperty("exp").GetInt64();
        await Eventually.Holds("the first token has expired", TimeSpan.FromSeconds(60), () => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() >= end);

        // It must be good for as long as the report takes, which is long on a busy machine.
        Compact live = null!;
        Reply report = null!;
        await Eventually.Holds("the second token has outlived the report", TimeSpan.FromSeconds(60), async () =>
        {
            live = new Compact(await IssueAsync("/t/short", Known.Billing));
            report = await RevokeAsync("short", kid!, null, dryRun: true);
            return TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() < live.Payload.GetProperty("exp").GetInt64();
        });

        Assert.Contains(live.Jti, Texts(report, "tokens"));
        Assert.DoesNotContain(old.Jti, Texts(report, "tokens"));
        Assert.Equal(["billing"], Texts(report, "clients"));
        Assert.Equal(kid, report.Member("active_kid"));
    }

    [Fact]
    public async Task that_signed_leaves_a_tenant_that_works_even_without_a_next_key()
    {
        for (var round = 0; round < 4; round++)
        {
            Assert.Equal(202, (await _admin.ForceAsync("stripped")).Status);
            var active = await _admin.KidAsync("stripped", "active");

            var report = await RevokeAsync("stripped", active!, null, dryRun: false);

            // A leak is not left open for a key that a busy machine takes long to make.
            if (report.Member("active_kid") is null)
                await Eventually.Holds("there is a key to sign with", TimeSpan.FromSeconds(60), async () => await _admin.KidAsync("stripped", "active") is not null);
            var token = await IssueAsync("/t/stripped", Known.Billing);
            Assert.Equal(report.Member("active_kid") ?? await _admin.KidAsync("stripped", "active"), LogReading.KidOf(token));
            (await _node.IntrospectAsync("/t/stripped", Known.OrdersApi, token)).IsActive();
            var jwks = await _node.GetAsync("/t/stripped/.well-known/jwks.json");
            Assert.Contains(LogReading.KidOf(token), jwks.Kids());
            Assert.DoesNotContain(active, jwks.Kids());
        }

        await Eventually.Holds("the private halves at rest are those of the active and the next key, and no others", TimeSpan.FromSeconds(60), async () =>
            (await KeyReading.StoredAsync(admin.Database, "stripped")).Order().SequenceEqual(RingRules.ToSign(await _node.RingAsync("stripped")).Order()));
    }

    [Fact]
    public async Task signs_nothing_any_more_that_is_believed_and_who_uses_it_raises_an_alarm()
    {
        var thief = await Thief.OfAsync(_node, "forged");
        var before = await thief.ForgeAsync(Known.Orders, Known.Billing.Id, "orders.read");
        var genuine = await IssueAsync("/t/forged", Known.Billing);
        for (var time = 0; time < 3; time++)
            (await _node.IntrospectAsync("/t/forged", Known.OrdersApi, before)).IsInactive();
        var leak = await NextSecondAsync();

        await RevokeAsync("forged", thief.Kid, leak, dryRun: false);

        var (backdated, later) = (await thief.ForgeAsync(Known.Orders, Known.Billing.Id, "orders.read", secondsAgo: 60), await thief.ForgeAsync(Known.Orders, Known.Billing.Id, "orders.write"));
        foreach (var token in new[] { before, backdated, later, backdated })
            (await _node.IntrospectAsync("/t/forged", Known.OrdersApi, token)).IsInactive();
        (await _node.IntrospectAsync("/t/forged", Known.OrdersApi, genuine)).IsActive();
        var seen = (await _node.EntriesAsync("forged", "token.unlogged_seen")).Select(entry => entry.GetProperty("data").GetProperty("digest").GetString());
        Assert.Equal(new[] { before, backdated, later }.Select(token => new Compact(token).Digest), seen);
    }

    [Theory]
    [InlineData("""{"reason":""}""", "reason_missing")]
    [InlineData("""{"reason":" "}""", "reason_missing")]
    [InlineData("""{"reason":"a\u0000b"}""", "reason_missing")]
    [InlineData("""{"reason":"x","compromised_since":"2999-01-01T00:00:00Z"}""", "compromised_in_the_future")]
    public async Task needs_a_reason_and_a_moment_that_is_past(string json, string code)
    {
        var kid = await _admin.KidAsync("listed", "active");

        (await _admin.PostAsync($"/tenants/listed/keys/{kid}/revoke", json)).IsProblem(400, code);

        Assert.Equal(kid, await _admin.KidAsync("listed", "active"));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("short")]
    public async Task must_be_one_of_the_tenants_own(string kid)
    {
        (await _admin.PostAsync($"/tenants/listed/keys/{kid}/revoke", """{"reason":"x"}""")).IsProblem(404, "key_unknown");
        (await _admin.PostAsync($"/tenants/listed/keys/{await _admin.KidAsync("acme", "active")}/revoke", """{"reason":"x"}""")).IsProblem(404, "key_unknown");
    }

    /// <summary>What administrators did to a ring; the rotation may go on meanwhile.</summary>
    private async Task<int> ChangesAsync(string tenant) => (await _node.RingAsync(tenant)).Count(recorded => recorded.Actor.StartsWith("admin:", StringComparison.Ordinal));

    private async Task<Reply> RevokeAsync(string tenant, string kid, DateTimeOffset? since, bool dryRun)
    {
        var reply = await _admin.PostAsync($"/tenants/{tenant}/keys/{kid}/revoke", Body(since, dryRun));
        Assert.True(reply.Status == 200, reply.ToString());
        Assert.Equal(dryRun, reply.Json.GetProperty("dry_run").GetBoolean());
        return reply;
    }

    private static string Body(DateTimeOffset? since, bool dryRun) => JsonSerializer.Serialize(new
    {
        reason = "a leak", compromised_since = since?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), dry_run = dryRun,
    });

    private async Task<string> IssueAsync(string tenant, Client client)
    {
        var reply = await _node.TokenAsync(tenant, client);
        Assert.True(reply.Status == 200, reply.ToString());
        return reply.AccessToken;
    }

    /// <summary>The first moment of a second in which nothing has been issued yet.</summary>
    private static async Task<DateTimeOffset> NextSecondAsync()
    {
        var next = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1;
        await Eventually.Holds("it is the next second", TimeSpan.FromSeconds(60), () => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() >= next);
        return DateTimeOffset.FromUnixTimeSeconds(next);
    }

    private static IEnumerable<string?> Texts(Reply report, string member) => report.Json.GetProperty(member).EnumerateArray().Select(one => one.GetString());
}
