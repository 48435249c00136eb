using System.Globalization;
using System.Text.Json;
using Argus.Domain.Clients;
using Argus.IntegrationTests.CommandLine;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Audit;

[Collection(ReplayedCollection.Name)]
public sealed class A_verdict_on_a_token(ReplayedNode replayed)
{
    private const string Path = $"/t/{ReplayedNode.Tenant}";

    [Fact]
    public async Task is_what_introspection_said_at_the_time_and_the_same_from_an_export()
    {
        var token = (await replayed.Node.TokenAsync(Path, Known.Billing)).AccessToken;
        var (jti, exp) = Read(token);
        Assert.True(await IsActiveAsync(token));
        var before = TimeProvider.System.GetUtcNow();
        Assert.Equal(200, (await replayed.Node.RevokeAsync(Path, Known.Billing, token)).Status);
        Assert.False(await IsActiveAsync(token));
        var after = TimeProvider.System.GetUtcNow();

        var valid = await VerdictAsync(jti, before);
        Assert.Equal("valid", valid.GetProperty("verdict").GetString());
        var issuance = Assert.Single(Evidence(valid));
        var proof = valid.GetProperty("proof");
        Assert.Equal((jti, issuance), (proof.GetProperty("jti").GetString(), proof.GetProperty("position").GetInt64()));

        var revoked = await VerdictAsync(jti, after);
        Assert.Equal("revoked", revoked.GetProperty("verdict").GetString());
        Assert.InRange(revoked.GetProperty("since").GetDateTimeOffset(), before - TimeSpan.FromSeconds(1), after);
        Assert.Equal(2, Evidence(revoked).Length);
        Assert.Equal("revoked", (await VerdictAsync(jti, exp + TimeSpan.FromHours(1))).GetProperty("verdict").GetString());
        Assert.Equal("not_yet_valid", (await VerdictAsync(jti, before - TimeSpan.FromHours(1))).GetProperty("verdict").GetString());

        var export = await replayed.ExportAsync();
        foreach (var at in (DateTimeOffset[])[before, after, exp, before - TimeSpan.FromHours(1)])
        {
            var offline = (await replayed.RunAsync("audit", "verdict", "--jti", jti, "--at", Text(at), export, "--json")).IsDone().Json;
            var online = (await replayed.RunAsync("audit", "verdict", "-t", ReplayedNode.Tenant, "--jti", jti, "--at", Text(at), "--json")).IsDone().Json;
            Assert.Equal(online.GetProperty("verdict").GetString(), offline.GetProperty("verdict").GetString());
            Assert.Equal(Evidence(online), Evidence(offline));
            Assert.Equal(online.GetProperty("proof").GetProperty("entry").GetString(), offline.GetProperty("proof").GetProperty("entry").GetString());
        }
    }

    [Fact]
    public async Task says_when_a_token_expired()
    {
        var (jti, exp) = Read((await replayed.Node.TokenAsync(Path, Known.Billing)).AccessToken);

        var verdict = await VerdictAsync(jti, exp + TimeSpan.FromMinutes(1));

        Assert.Equal(("expired", exp), (verdict.GetProperty("verdict").GetString(), verdict.GetProperty("since").GetDateTimeOffset()));
    }

    [Fact]
    public async Task follows_the_client_off_and_on_again()
    {
        var (jti, _) = Read((await replayed.Node.TokenAsync("/t/stopped", Known.Billing)).AccessToken);
        await replayed.Node.CommandAsync(aggregates => aggregates.Clients, "stopped", $"client:{Known.Billing.Id}", ClientDecider.Disable);
        var off = TimeProvider.System.GetUtcNow();
        await replayed.Node.CommandAsync(aggregates => aggregates.Clients, "stopped", $"client:{Known.Billing.Id}", ClientDecider.Enable);

        Assert.Equal("revoked", (await VerdictAsync(jti, off, "stopped")).GetProperty("verdict").GetString());
        Assert.Equal("valid", (await VerdictAsync(jti, TimeProvider.System.GetUtcNow(), "stopped")).GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task tells_a_stolen_key_s_tokens_from_those_of_before()
    {
        var first = (await replayed.Node.TokenAsync("/t/stopped", Known.Billing)).AccessToken;
        string second = null!;
        // It is the second of the commit that counts, which may be one later than iat.
        await Eventually.Holds("two seconds have gone by", TimeSpan.FromSeconds(60), async () =>
        {
            second = (await replayed.Node.TokenAsync("/t/stopped", Known.Billing)).AccessToken;
            return IssuedAt(second) > IssuedAt(first) + 1;
        });
        var since = DateTimeOffset.FromUnixTimeSeconds(IssuedAt(second));
        Assert.Equal(200, (await replayed.Admin.PostAsync($"/tenants/stopped/keys/{LogReading.KidOf(second)}/revoke", $$"""{"reason":"stolen","compromised_since":"{{Text(since)}}"}""")).Status);

        Assert.Equal("valid", (await VerdictAsync(Read(first).Jti, TimeProvider.System.GetUtcNow(), "stopped")).GetProperty("verdict").GetString());
        Assert.Equal("key_compromised", (await VerdictAsync(Read(second).Jti, TimeProvider.System.GetUtcNow(), "stopped")).GetProperty("verdict").GetString());

        // The others need a key to sign with, which a busy machine takes a while to make.
        await Eventually.Holds("there is a key again", TimeSpan.FromSeconds(60), async () => (await replayed.Node.TokenAsync("/t/stopped", Known.Billing)).Status == 200);
    }

    [Theory]
    [InlineData("06drj5o06drj5o06drj5o06dr0")]
    [InlineData("whatever")]
    public async Task knows_what_was_never_issued(string jti)
    {
        var verdict = await VerdictAsync(jti, TimeProvider.System.GetUtcNow());

        Assert.Equal("never_issued", verdict.GetProperty("verdict").GetString());
        Assert.Equal((JsonValueKind.Null, 0, JsonValueKind.Null), (verdict.GetProperty("since").ValueKind, Evidence(verdict).Length, verdict.GetProperty("proof").ValueKind));
    }

    [Fact]
    public async Task is_an_event_and_asks_for_what_makes_sense()
    {
        var (jti, _) = Read((await replayed.Node.TokenAsync(Path, Known.Billing)).AccessToken);
        await VerdictAsync(jti, TimeProvider.System.GetUtcNow());

        Assert.Contains(await replayed.Node.EntriesAsync(ReplayedNode.Tenant, "audit.events_read"), entry => entry.GetProperty("data").GetProperty("stream").GetString() == $"token:{jti}");
        (await replayed.Admin.GetAsync($"/tenants/{ReplayedNode.Tenant}/verdict?jti={jti}")).IsProblem(400, "invalid_request");
        (await replayed.Admin.GetAsync($"/tenants/{ReplayedNode.Tenant}/verdict?at=2026-01-01T00:00:00Z")).IsProblem(400, "invalid_request");
        (await replayed.Admin.GetAsync($"/tenants/{ReplayedNode.Tenant}/verdict?jti={jti}&at=yesterday")).IsProblem(400, "invalid_request");
        (await replayed.Admin.GetAsync("/tenants/nobody/verdict?jti=x&at=2026-01-01T00:00:00Z")).IsProblem(404, "tenant_unknown");
        Assert.Equal(2, (await replayed.RunAsync("audit", "verdict", "--jti", jti, "--at", "yesterday")).ExitCode);
    }

    private async Task<JsonElement> VerdictAsync(string jti, DateTimeOffset at, string tenant = ReplayedNode.Tenant)
    {
        var reply = await replayed.Admin.GetAsync($"/tenants/{tenant}/verdict?jti={jti}&at={Uri.EscapeDataString(Text(at))}");
        Assert.True(reply.Status == 200, reply.Text);
        return reply.Json;
    }

    private async Task<bool> IsActiveAsync(string token) => (await replayed.Node.IntrospectAsync(Path, Known.OrdersApi, token)).Json.GetProperty("active").GetBoolean();

    private static (string Jti, DateTimeOffset Exp) Read(string token)
    {
        var payload = new Compact(token).Payload;
        return (payload.GetProperty("jti").GetString()!, DateTimeOffset.FromUnixTimeSeconds(payload.GetProperty("exp").GetInt64()));
    }

    private static long IssuedAt(string token) => new Compact(token).Payload.GetProperty("iat").GetInt64();

    private static long[] Evidence(JsonElement verdict) => [.. verdict.GetProperty("evidence").EnumerateArray().Select(position => position.GetInt64())];

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
