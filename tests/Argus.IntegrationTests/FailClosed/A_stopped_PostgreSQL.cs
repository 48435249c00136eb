using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.FailClosed;

public class A_stopped_PostgreSQL(OutageNode outage) : IClassFixture<OutageNode>
{
    private const string Jwks = "/t/acme/.well-known/jwks.json";
    private const string Metadata = "/t/acme/.well-known/openid-configuration";

    private readonly TestNode _node = outage.Node;

    [Fact]
    public async Task stops_what_needs_it_and_nothing_else_until_it_is_back()
    {
        var token = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        var (jwks, metadata) = (await _node.GetAsync(Jwks), await _node.GetAsync(Metadata));

        await outage.Postgres.PauseAsync();
        try
        {
            await OutageNode.IsRefusedInTimeAsync(() => _node.TokenAsync(Known.Acme, Known.Billing));
            await OutageNode.IsRefusedInTimeAsync(() => _node.RevokeAsync(Known.Acme, Known.Billing, token));
            Assert.Equal(200, (await _node.GetAsync("/health/live")).Status);
            Assert.Equal(jwks.Body, (await _node.GetAsync(Jwks)).Body);
            Assert.Equal(metadata.Body, (await _node.GetAsync(Metadata)).Body);
            (await _node.TokenAsync(Known.Acme, Known.Billing with { Secret = "wrong" })).Refuses(401, "invalid_client");
            (await _node.PostAsync("/t/acme/oauth/token", "grant_type=password", Known.Billing.Basic)).Refuses(400, "unsupported_grant_type");
        }
        finally
        {
            await outage.Postgres.ResumeAsync();
        }

        await outage.RecoversAsync();
        (await outage.IntrospectAsync(Known.Acme, token)).IsActive();
        Assert.Equal(200, (await _node.RevokeAsync(Known.Acme, Known.Billing, token)).Status);
        (await outage.IntrospectAsync(Known.Acme, token)).IsInactive();
    }

    [Fact]
    public async Task ends_introspection_once_the_view_is_too_old_and_never_revives_a_revoked_token()
    {
        var (live, revoked) = ((await _node.TokenAsync(Known.Gamma, Known.Billing)).AccessToken, (await _node.TokenAsync(Known.Gamma, Known.Billing)).AccessToken);
        Assert.Equal(200, (await _node.RevokeAsync(Known.Gamma, Known.Billing, revoked)).Status);
        (await outage.IntrospectAsync(Known.Gamma, live)).IsActive();
        var answered = 1;

        // Asked all the while that it stops: on a busy machine that takes longer than the view is believed.
        var pausing = outage.Postgres.PauseAsync();
        try
        {
            await Eventually.Holds("introspection refuses", TimeSpan.FromSeconds(60), async () =>
            {
                var ofRevoked = await _node.IntrospectAsync(Known.Gamma, Known.OrdersApi, revoked);
                Assert.True(ofRevoked.Status == 503 || ofRevoked.ToString() == """200 {"active":false}""", ofRevoked.ToString());
                var ofLive = await _node.IntrospectAsync(Known.Gamma, Known.OrdersApi, live);
                answered += ofLive.Status == 200 ? 1 : 0;
                Assert.True(ofLive.Status == 503 || ofLive.Json.GetProperty("active").GetBoolean(), ofLive.ToString());
                return ofLive.Status == 503;
            });
            await pausing;
            foreach (var token in new[] { live, revoked, "garbage" })
                await OutageNode.IsRefusedInTimeAsync(() => _node.IntrospectAsync(Known.Gamma, Known.OrdersApi, token));
        }
        finally
        {
            await outage.Postgres.ResumeAsync();
        }

        await outage.RecoversAsync();
        (await outage.IntrospectAsync(Known.Gamma, live)).IsActive();
        (await outage.IntrospectAsync(Known.Gamma, revoked)).IsInactive();
        Assert.Equal(answered + 1, await outage.RecordedAsync("gamma", new Compact(live).Jti));
    }

    [Fact]
    public async Task is_seen_by_readiness_within_ten_seconds()
    {
        Assert.Equal("""200 {"status":"ready"}""", (await _node.GetAsync("/health/ready")).ToString());

        await outage.Postgres.PauseAsync();
        try
        {
            await Eventually.Holds("readiness is red", TimeSpan.FromSeconds(10) + OutageNode.Margin, async () => (await _node.GetAsync("/health/ready")).Status == 503);
            var reply = await _node.GetAsync("/health/ready");
            Assert.Equal("not_ready", reply.Member("status"));
            Assert.Contains(reply.Json.GetProperty("not_ready").EnumerateArray(), fault => fault.GetProperty("check").GetString() == "log");
            Assert.Equal("no-store", reply.Header("Cache-Control"));
        }
        finally
        {
            await outage.Postgres.ResumeAsync();
        }

        await outage.RecoversAsync();
    }

    [Fact]
    public async Task loses_no_audit_record_from_before_it_stopped()
    {
        var token = (await _node.TokenAsync(Known.Ledger, Known.Billing)).AccessToken;
        for (var time = 0; time < 25; time++)
            (await outage.IntrospectAsync(Known.Ledger, token)).IsActive();

        await outage.Postgres.PauseAsync();
        await OutageNode.IsRefusedInTimeAsync(() => _node.TokenAsync(Known.Ledger, Known.Billing));
        await outage.Postgres.ResumeAsync();
        await outage.RecoversAsync();

        Assert.Equal(25, await outage.RecordedAsync("ledger", new Compact(token).Jti));
    }
}
