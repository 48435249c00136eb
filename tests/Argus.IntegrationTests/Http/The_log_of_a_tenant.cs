using System.Text;
using System.Text.Json;
using Argus.Authority.Verification;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public class The_log_of_a_tenant(OneNode one)
{
    private readonly TestNode _node = one.Node;

    [Fact]
    public async Task begins_with_what_was_provisioned()
    {
        var entries = await EntriesAsync("beta");

        Assert.Equal(["tenant.created", "key.generated", "key.published", "key.activated", "log_key.activated", "resource.registered", "resource.registered"], entries.Take(7).Select(Type));
        var clients = entries.Skip(7).Take(18).ToArray();
        Assert.All(clients.Chunk(2), pair => Assert.Equal(["client.registered", "client.secret_set"], pair.Select(Type)));
        Assert.All(entries.Take(25), entry => Assert.Equal("node:provisioning", entry.GetProperty("actor").GetString()));
        Assert.Equal(["at", "bits", "custody", "kid", "n"], entries[1].GetProperty("data").EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task holds_each_fact_with_its_circumstances()
    {
        var start = (await EntriesAsync("ledger")).Count;
        const string agent = "a test's agent/1.0 (\"quoted\")";

        var token = new Compact((await _node.TokenAsync(Known.Ledger, Known.Billing, "&scope=orders.read", ("User-Agent", agent))).AccessToken);
        var secondToken = await _node.TokenAsync(Known.Ledger, Known.Billing);
        await _node.RevokeAsync(Known.Ledger, Known.Billing, secondToken.AccessToken);
        await _node.RevokeAsync(Known.Ledger, Known.Billing, secondToken.AccessToken);
        await _node.RevokeAsync(Known.Ledger, Known.Both, secondToken.AccessToken);

        var entries = await _node.CausedAsync("ledger", start);
        Assert.Equal(["token.issued", "token.issued", "token.revoked"], entries.Select(Type));

        var issued = entries[0];
        Assert.Equal("client:billing", issued.GetProperty("actor").GetString());
        var context = (await _node.OpenedAsync("ledger", issued)).GetProperty("context");
        Assert.Equal(("127.0.0.1", agent), (context.GetProperty("source").GetString(), context.GetProperty("user_agent").GetString()));
        Assert.Equal($"token:{token.Jti}", issued.GetProperty("stream").GetString());
        var data = issued.GetProperty("data");
        Assert.Equal(["aud", "client_id", "digest", "exp", "iat", "jti", "kid", "scope", "sub"], data.EnumerateObject().Select(member => member.Name));
        Assert.Equal(token.Digest, data.GetProperty("digest").GetString());
        Assert.Equal(token.Header.GetProperty("kid").GetString(), data.GetProperty("kid").GetString());
        foreach (var claim in new[] { "client_id", "exp", "iat", "jti", "scope", "sub" })
            Assert.Equal(token.Payload.GetProperty(claim).GetRawText(), data.GetProperty(claim).GetRawText());

        var revoked = entries[2];
        Assert.Equal("client:billing", revoked.GetProperty("actor").GetString());
        Assert.Equal($"token:{new Compact(secondToken.AccessToken).Jti}", revoked.GetProperty("stream").GetString());
        Assert.Equal(1, revoked.GetProperty("stream_version").GetInt32());
        var correlations = entries.Select(entry => entry.GetProperty("correlation_id").GetString()).ToArray();
        Assert.Equal(3, correlations.Distinct().Count());
        Assert.All(correlations, id => Assert.Matches("^[0-9A-Z]+:[0-9A-F]{8}$", id));
    }

    [Fact]
    public async Task counts_every_introspection_exactly_once()
    {
        await FlushAsync();
        var start = (await EntriesAsync("ledger")).Count;
        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _node.TokenAsync(Known.Ledger, Known.Billing)));
        await _node.RevokeAsync(Known.Ledger, Known.Billing, tokens[0].AccessToken);

        await Task.WhenAll(Enumerable.Range(0, 160).Select(number => _node.IntrospectAsync(
            Known.Ledger, number % 2 == 0 ? Known.OrdersApi : Known.StockApi, tokens[number / 2 % 8].AccessToken)));
        await _node.IntrospectAsync(Known.Ledger, Known.OrdersApi, "garbage");
        await FlushAsync();

        var counted = new Dictionary<(string Caller, string Outcome, string Token), int>();
        foreach (var group in (await EntriesAsync("ledger")).Skip(start).Where(entry => Type(entry) == "token.verifications_recorded").SelectMany(entry => entry.GetProperty("data").GetProperty("verifications").EnumerateArray()))
        {
            foreach (var token in group.GetProperty("tokens").EnumerateObject())
            {
                var key = (group.GetProperty("caller").GetString()!, group.GetProperty("outcome").GetString()!, token.Name);
                counted[key] = counted.GetValueOrDefault(key) + token.Value.GetInt32();
            }
        }

        Assert.Equal(161, counted.Values.Sum());
        foreach (var jti in tokens.Skip(1).Select(token => new Compact(token.AccessToken).Jti))
        {
            Assert.Equal(10, counted[("orders-api", "active", jti)]);
            Assert.Equal(10, counted[("stock-api", "wrong_audience", jti)]);
        }

        Assert.Equal(10, counted[("orders-api", "revoked", new Compact(tokens[0].AccessToken).Jti)]);
        var garbage = Assert.Single(counted.Keys, key => key.Token.StartsWith("sha-256:", StringComparison.Ordinal));
        Assert.StartsWith("refused:", garbage.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task records_who_failed_to_authenticate_and_how_often()
    {
        await FlushAsync();
        var start = (await EntriesAsync("ledger")).Count;
        for (var time = 0; time < 3; time++)
            await _node.TokenAsync(Known.Ledger, Known.Billing with { Secret = "wrong" });
        await _node.TokenAsync(Known.Ledger, new Client("nobody", "x"));
        await _node.TokenAsync(Known.Ledger, new Client("nobody-else", "x"));
        await _node.TokenAsync(Known.Ledger, Known.PostOnly);
        await FlushAsync();

        var refused = new List<JsonElement>();
        foreach (var entry in (await EntriesAsync("ledger")).Skip(start).Where(entry => Type(entry) == "client.authentications_refused"))
            refused.AddRange((await _node.OpenedAsync("ledger", entry)).GetProperty("data").GetProperty("refused").EnumerateArray());
        Assert.All(refused, each => Assert.Equal("127.0.0.1", each.GetProperty("source").GetString()));
        var counts = refused.GroupBy(each => ($"{(each.TryGetProperty("client_id", out var id) ? id.GetString() : null)}", each.GetProperty("reason").GetString()!))
            .ToDictionary(group => group.Key, group => group.Sum(each => each.GetProperty("times").GetInt32()));
        Assert.Equal(3, counts.Count);
        Assert.Equal(3, counts[("billing", "wrong_secret")]);
        Assert.Equal(2, counts[("", "unknown")]);
        Assert.Equal(1, counts[("post-only", "wrong_method")]);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("ledger")]
    [InlineData("main")]
    [InlineData("system")]
    public async Task is_whole_and_holds_no_secret_no_token_and_no_private_key(string tenant)
    {
        await _node.TokenAsync(Known.Acme, Known.Billing);
        var kept = Known.Secrets.Concat(_node.Tokens.SelectMany(token => token.Split('.').Skip(1))).Distinct().ToArray();
        var position = 0L;

        await foreach (var entry in _node.Events.ReadAsync(tenant, 0, TestContext.Current.CancellationToken))
        {
            Assert.Equal(position++, entry.Position);
            var text = Encoding.UTF8.GetString(entry.Bytes.Span);
            Assert.DoesNotContain(kept, secret => text.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain("PRIVATE", text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.True(position > 5);
    }

    private static string Type(JsonElement entry) => entry.GetProperty("type").GetString()!;

    private Task FlushAsync() => _node.Service<AuditRecorder>().FlushAsync();

    private async Task<List<JsonElement>> EntriesAsync(string tenant)
    {
        var entries = new List<JsonElement>();
        await foreach (var entry in _node.Events.ReadAsync(tenant, 0, TestContext.Current.CancellationToken))
            entries.Add(JsonDocument.Parse(entry.Bytes).RootElement);
        return entries;
    }
}
