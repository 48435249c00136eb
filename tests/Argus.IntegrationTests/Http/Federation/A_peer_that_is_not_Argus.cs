using System.Security.Cryptography;
using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Interop;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Http.Federation;

/// <summary>Whatever it does, its tokens are good within the bounds of the trust, and nobody else's suffer.</summary>
public sealed class A_peer_that_is_not_Argus(TestPostgres postgres, NpmClients npm) : IClassFixture<NpmClients>, IAsyncLifetime
{
    private const string Peers = "/tenants/acme/peers";

    private TestNode _node = null!;
    private HandMadePeer _peer = null!;
    private AdminApi _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _node = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = $$"""{ "tenants": [ {{Known.Small("acme")}} ] }""",
            More = Known.AdminSettings,
        });
        _peer = await HandMadePeer.StartAsync();
        _admin = new AdminApi(_node);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _peer.DisposeAsync();
        Secrecy.Holds(_node);
    }

    [Fact]
    public async Task is_trusted_from_its_first_token_on_and_shown_with_its_keys()
    {
        Assert.Equal(200, (await _admin.PutAsync($"{Peers}/ally", _peer.Described())).Status);

        var active = (await BecomesActiveAsync(_peer.Token())).Json;

        Assert.Equal((_peer.Issuer, "bob", "orders.read", "app"), (active.GetProperty("iss").GetString()!, active.GetProperty("sub").GetString()!, active.GetProperty("scope").GetString()!, active.GetProperty("client_id").GetString()!));
        (await IntrospectAsync(_peer.Token(seconds: 3_601))).IsInactive();
        (await IntrospectAsync(_peer.Token(audience: "https://elsewhere.example"))).IsInactive();
        var shown = (await _admin.GetAsync($"{Peers}/ally")).Json;
        var key = shown.GetProperty("keys").EnumerateArray().Single();
        Assert.Equal((HandMadePeer.KidOf(_peer.Key), "jwks_uri", true), (key.GetProperty("kid").GetString()!, key.GetProperty("source").GetString()!, key.GetProperty("trusted").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("last_fault").ValueKind);
        Assert.Equal(shown.ToString(), (await _admin.GetAsync(Peers)).Json.GetProperty("items")[0].ToString());
        (await _admin.GetAsync($"{Peers}/other")).IsProblem(404, "peer_unknown");
        (await _admin.PutAsync($"{Peers}/ally", """{"issuer":"https://other.example"}""")).IsProblem(422, "description_refused");
    }

    [Fact]
    public async Task rotates_and_then_loses_its_mind()
    {
        await _admin.PutAsync($"{Peers}/ally", _peer.Described());
        await BecomesActiveAsync(_peer.Token());
        using var next = RSA.Create(2048);

        _peer.Document = HandMadePeer.Jwks(_peer.Key, next);
        await BecomesActiveAsync(_peer.Token(next));

        // One more unknown key, and the document is asked for no sooner than 30 s after: what it says meanwhile is nobody's concern.
        _peer.Document = "{}";
        using var unknown = RSA.Create(2048);
        (await IntrospectAsync(_peer.Token(unknown))).IsInactive();
        (await IntrospectAsync(_peer.Token(next))).IsActive();
        (await IntrospectAsync((await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken)).IsActive();
        Assert.InRange(_peer.Asked, 2, 3);
        Assert.Equal(2, (await _node.EntriesAsync("acme", "peer.key_added")).Count);
    }

    [Fact]
    public async Task keeps_only_its_own_tokens_waiting_when_it_hangs()
    {
        var hanging = new TaskCompletionSource();
        _peer.Answer = async http =>
        {
            await hanging.Task;
            await _peer.JsonAsync(http);
        };
        await _admin.PutAsync($"{Peers}/ally", _peer.Described());
        var asked = TimeProvider.System.GetTimestamp();
        var foreign = IntrospectAsync(_peer.Token());

        (await IntrospectAsync((await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken)).IsActive();
        (await foreign).IsInactive();

        Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(50));
        hanging.SetResult();
        await Eventually.Holds("its keys are read at last", TimeSpan.FromSeconds(60), async () => (await IntrospectAsync(_peer.Token())).Json.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task never_gets_a_private_key_into_the_log()
    {
        var pem = _peer.Key.ExportPkcs8PrivateKeyPem();
        var body = $$"""{"issuer":"{{_peer.Issuer}}","subject_prefix":"ally:","audiences":["{{Known.Orders}}"],"public_keys":[{{JsonSerializer.Serialize(pem)}}]}""";

        var refused = (await _admin.PutAsync($"{Peers}/ally", body)).IsProblem(422, "description_refused");
        (await _admin.PutAsync("/tenants/acme", $$"""{"peers":[{{body}}]}""")).IsProblem(422, "description_refused");

        var secret = pem.Split('\n')[1];
        Assert.DoesNotContain(secret, refused.Text, StringComparison.Ordinal);
        Secrecy.Holds(_node, secret);
        var recorded = await _node.EntriesAsync("acme", "peer.private_key_refused");
        Assert.Equal(["""{"name":"ally","reason":"private_pem","source":"public_keys"}""", """{"reason":"private_pem","source":"public_keys"}"""], recorded.Select(entry => entry.GetProperty("data").GetRawText()));
        Assert.All(recorded, entry => Assert.StartsWith("admin:", entry.GetProperty("actor").GetString(), StringComparison.Ordinal));
        Assert.DoesNotContain(await _node.EntriesAsync("acme"), entry => entry.GetRawText().Contains(secret, StringComparison.Ordinal));
        (await _admin.GetAsync($"{Peers}/ally")).IsProblem(404, "peer_unknown");
    }

    [Fact]
    public async Task stands_in_the_trust_bundle_and_never_among_the_tenant_s_own_keys()
    {
        await _admin.PutAsync($"{Peers}/ally", _peer.Described());
        var token = _peer.Token();
        await BecomesActiveAsync(token);

        Assert.DoesNotContain(HandMadePeer.ModulusOf(_peer.Key), (await _node.GetAsync("/t/acme/.well-known/jwks.json")).Text, StringComparison.Ordinal);
        var bundle = await _node.GetAsync("/t/acme/.well-known/trust-bundle");
        Assert.Equal((200, "application/trust-bundle+jwt", "public, max-age=60"), (bundle.Status, bundle.Header("Content-Type"), bundle.Header("Cache-Control")));
        var issuers = new Compact(bundle.Text).Payload.GetProperty("issuers").EnumerateArray().ToArray();
        Assert.Equal([_node.Issuer(Known.Acme), _peer.Issuer], issuers.Select(issuer => issuer.GetProperty("issuer").GetString()));
        Assert.Equal(304, (await _node.GetAsync("/t/acme/.well-known/trust-bundle", ("If-None-Match", bundle.Header("ETag")!))).Status);
        var head = await _node.SendAsync(HttpMethod.Head, "/t/acme/.well-known/trust-bundle");
        Assert.Equal((200, "", $"{bundle.Body.Length}"), (head.Status, head.Text, head.Header("Content-Length")));
        Assert.Equal(405, (await _node.PostAsync("/t/acme/.well-known/trust-bundle", "")).Status);

        Assert.Equal(200, (await _admin.PostAsync($"{Peers}/ally/disable")).Status);
        Assert.Single(new Compact((await _node.GetAsync("/t/acme/.well-known/trust-bundle")).Text).Payload.GetProperty("issuers").EnumerateArray());
        (await IntrospectAsync(token)).IsInactive();
    }

    [Fact]
    public async Task is_accepted_by_jose_with_nothing_but_the_tenant_s_trust_bundle()
    {
        await _admin.PutAsync($"{Peers}/ally", _peer.Described());
        var token = _peer.Token();
        await BecomesActiveAsync(token);

        var result = await npm.RunScriptAsync("trust-bundle.mjs", new { issuer = _node.Issuer(Known.Acme), audience = Known.Orders, token });

        Assert.Equal("trust-bundle+jwt", result.GetProperty("header").GetProperty("typ").GetString());
        Assert.Equal([_node.Issuer(Known.Acme), _peer.Issuer], result.GetProperty("issuers").EnumerateArray().Select(issuer => issuer.GetString()));
        Assert.Equal("bob", result.GetProperty("payload").GetProperty("sub").GetString());
    }

    /// <summary>Who shows a key for the first time waits for the peer's document, for two seconds at most: on a busy machine it may come later.</summary>
    private async Task<Reply> BecomesActiveAsync(string token)
    {
        Reply reply = null!;
        await Eventually.Holds("the peer's token is active", TimeSpan.FromSeconds(60), async () => (reply = await IntrospectAsync(token)).Json.GetProperty("active").GetBoolean());
        return reply;
    }

    private Task<Reply> IntrospectAsync(string token) => _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token);
}
